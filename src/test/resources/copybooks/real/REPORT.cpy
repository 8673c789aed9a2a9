       01  HEADING-LINE.
           05  FILLER              PIC X(10)  VALUE SPACES.
           05  FILLER              PIC X(30)
               VALUE
               'MONTHLY STATEMENT OF ACCOUNT'.
           05  FILLER              PIC X(5)   VALUE ALL '*'.
       01  DETAIL-LINE.
           05  D-SEQ               PIC ZZ9.
           05  FILLER              PIC X      VALUE '.'.
           05  D-AMOUNT            PIC $$,$$$,$$9.99-.
           05  D-TAX               PIC Z(5)9.99     BLANK WHEN ZERO.
           05  D-RATE              PIC ZZ9.9999.
           05  D-DATE              PIC 99/99/9999.
           05  D-CHECK             PIC **,***,**9.99CR.
           05  D-SIGNED            PIC +(6)9.
           05  D-SSN               PIC 999B99B9999.
           05  D-COUNT             PIC 9(5)         BLANK ZERO.
           05  D-CODE              PIC XX/XX.
           05  D-PADDED            PIC 9(3)0(2).
           05  D-EURO              PIC Z.ZZZ.ZZ9,99.
       01  TOTAL-LINE REDEFINES DETAIL-LINE.
           05  T-TEXT              PIC X(40).
           05  T-AMOUNT            PIC -(9)9.99.
