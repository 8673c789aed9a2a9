000100*---------------------------------------------------------------- ACCTM010
000200*  ACCOUNT MASTER, VSAM KSDS, KEY IS ACCT-KEY                     ACCTM010
000300*---------------------------------------------------------------- ACCTM010
000400 01  ACCT-MASTER-RECORD.                                          ACCTM010
000500     05  ACCT-KEY.                                                ACCTM010
000600         10  ACCT-BRANCH             PIC 9(4).                    ACCTM010
000700         10  ACCT-NUMBER             PIC 9(10).                   ACCTM010
000800     05  ACCT-TYPE                   PIC X(2).                    ACCTM010
000900         88  ACCT-CHECKING           VALUE 'CK' 'CH'.             ACCTM010
001000         88  ACCT-SAVINGS            VALUES ARE 'S1' THRU 'S9',   ACCTM010
001100                                           'SV'.                  ACCTM010
001200         88  ACCT-LOAN               VALUE IS 'LN'.               ACCTM010
001300/                                                                 ACCTM010
001400     05  ACCT-TITLE                  PIC X(40)                    ACCTM010
001500         VALUE 'A TITLE THAT DOES NOT END ON THE FIRST OF TWO LI  ACCTM010
001600-        'NES'.                                                   ACCTM010
001700     05  ACCT-OPEN-DATE              PIC 9(8).                    ACCTM010
001800     05  ACCT-CLOSE-DATE             PIC 9(6).                    ACCTM010
001900     05  ACCT-BALANCES.                                           ACCTM010
002000         10  ACCT-LEDGER-BAL         PIC S9(11)V99 COMP-3.        ACCTM010
002100         10  ACCT-AVAIL-BAL          PIC S9(11)V99 PACKED-DECIMAL.ACCTM010
002200         10  ACCT-FLOAT-DAYS         PIC S9(3)     COMP-3.        ACCTM010
002300D        10  ACCT-DEBUG-ONLY         PIC X(99).                   ACCTM010
002400     05  ACCT-STATUS-FLAGS.                                       ACCTM010
002500         10  FILLER                  PIC X OCCURS 5 TIMES.        ACCTM010
002600     05  ACCT-LAST-CHANGED           PIC X(26).                   ACCTM010
002700     05  FILLER                      PIC X(20).                   ACCTM010
