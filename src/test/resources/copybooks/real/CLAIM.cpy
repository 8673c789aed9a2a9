CR 101 01  CLAIM-REC.
CR-101     05  CLM-NO               PIC 9(9).                           00000010
@JD01 *     THE NEXT FIELD CAME WITH PROJECT 17
@JD01      05  CLM-KIND             PIC X.                              00000020
               88  CLM-HAIL         VALUE 'H'.                          00000030
  17           88  CLM-FIRE         VALUE 'F'                           00000040
  17                                      'G'.
000800
000900     EJECT
001000     05  CLM-PAID             PIC S9(9)V99 COMP-3.
001100     SKIP2
           TITLE 'CLAIMS'
      *CBL NOLIST
           *CONTROL LIST
           05  CLM-DATE             PIC 9(8).                           00000050
