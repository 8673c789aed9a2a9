       01  NATION-REC.
           05  NAT-NAME            PIC N(20).
           05  NAT-NAME-2          PIC N(20) USAGE NATIONAL.
           05  NAT-KANJI           PIC G(10) DISPLAY-1.
           05  NAT-KANJI-EDIT      PIC G(3)B(1)G(3) USAGE DISPLAY-1.
           05  NAT-NUMBER          PIC 9(5)  USAGE NATIONAL.
           05  NAT-SIGNED          PIC S9(5) NATIONAL
                                   SIGN LEADING SEPARATE.
           05  NAT-GROUP           GROUP-USAGE NATIONAL.
               10  NAT-CITY        PIC N(15).
               10  NAT-ZIP         PIC 9(5).
           05  NAT-CONST           PIC N(2)  VALUE N'AB'.
           05  NAT-HEX             PIC N(1)  VALUE NX'0041'.
           05  NAT-EBCDIC          PIC X(2)  VALUE X'C1C2'.
           05  NAT-NULL-END        PIC X(3)  VALUE Z'AB'.
