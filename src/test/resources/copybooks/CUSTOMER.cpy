000100******************************************************************CUST0010
000200* CUSTOMER MASTER, VSAM KSDS                                      CUST0020
000300******************************************************************CUST0030
000400 01  CUSTOMER-RECORD.                                             CUST0040
000500     05  CUST-ID                 PIC X(8).                        CUST0050
000600     05  CUST-NAME.                                               CUST0060
000700         10  FIRST-NAME          PIC X(20).                       CUST0070
000800         10  LAST-NAME           PIC X(30).                       CUST0080
000900     05  CUST-STATUS             PIC X.                           CUST0090
001000         88  ACTIVE              VALUE 'A'.                       CUST0100
001100         88  CLOSED              VALUES 'C', 'X' THRU 'Z'.        CUST0110
001200         88  CUST-ODD           VALUE 'A LONG LITERAL THAT GOES ONCUST0120
001300-    ' UNTIL HERE'.                                               CUST0130
001400     05  OPENED-DATE             PIC 9(8).                        CUST0140
001500     05  LAST-PAY-DT             PIC S9(7) COMP-3.                CUST0150
001600     05  EXPIRY-MMDDYY           PIC 9(6).                        CUST0160
001700     05  JULIAN-OPENED           PIC 9(7).                        CUST0170
001800     05  OPENED-TIME             PIC 9(6).                        CUST0180
001900     05  BALANCE                 PIC S9(9)V99 COMP-3 VALUE ZERO.  CUST0190
002000     05  CREDIT-LIMIT            PIC S9(7)V9(2)                   CUST0200
002100         SIGN IS LEADING SEPARATE CHARACTER.                      CUST0210
002200     05  POPULATION              PIC 9(3)P(3).                    CUST0220
002300     05  RATE                    PIC VPP999.                      CUST0230
002400     05  ORDER-COUNT             PIC S9(4) COMP.                  CUST0240
002500         88  MANY-ORDERS         VALUE 10 THRU 9999.              CUST0250
002600     05  LINE-NUMBERS            USAGE IS BINARY PIC 9(9).        CUST0260
002700     05  BIG-COUNT               PIC S9(18) COMP-5.               CUST0270
002800     05  WEIGHT                  COMP-1.                          CUST0280
002900     05  DISTANCE                COMPUTATIONAL-2.                 CUST0290
003000     05  SHOWN-AMOUNT            PIC $ZZ,ZZ9.99-.                 CUST0300
003100     05  KANJI-NAME              PIC N(10).                       CUST0310
003200     05  PHONES OCCURS 3 TIMES INDEXED BY PHONE-IX.               CUST0320
003300         10  PHONE-KIND          PIC X.                           CUST0330
003400         10  PHONE-NUMBER        PIC X(15).                       CUST0340
003500     05  FILLER                  PIC X(10).                       CUST0350
003600     05  ADDRESS-DATA            PIC X(40).                       CUST0360
003700     05  ADDRESS-PARTS REDEFINES ADDRESS-DATA.                    CUST0370
003800         10  STREET              PIC X(30).                       CUST0380
003900         10  CUST-ID             PIC X(8).                        CUST0390
004000         10                      PIC X(2).                        CUST0400
004100D    05  DEBUG-ONLY              PIC X(99).                       CUST0410
004200     05  ITEM-COUNT              PIC 9(2).                        CUST0420
004300     05  ITEMS OCCURS 0 TO 20 TIMES DEPENDING ON ITEM-COUNT       CUST0430
004400         ASCENDING KEY IS ITEM-CODE.                              CUST0440
004500         10  ITEM-CODE           PIC X(4).                        CUST0450
004600     66  CUST-KEY RENAMES CUST-ID THRU LAST-NAME.                 CUST0460
004700 77  RETURN-CODE-FIELD           PIC S9(4) COMP.                  CUST0470
