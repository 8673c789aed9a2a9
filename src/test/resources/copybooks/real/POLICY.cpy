       01  POLICY-RECORD.
           03  POL-NUMBER              PIC X(12).
           03  POL-LINE                PIC 99.
               88  POL-MOTOR           VALUE 10 THRU 19 25.
               88  POL-HOME            VALUE 20, 21, 22.
               88  POL-OTHER           VALUE ZERO, 99.
           03  POL-DETAIL              PIC X(30).
           03  POL-MOTOR-DETAIL REDEFINES POL-DETAIL.
               05  POL-PLATE           PIC X(10).
               05  POL-ENGINE-CC       PIC 9(5) COMP-3.
               05  FILLER              PIC X(17).
           03  POL-HOME-DETAIL REDEFINES POL-DETAIL.
               05  POL-ROOMS           PIC 9(2).
               05  POL-BUILT           PIC 9(4).
               05  FILLER              PIC X(24).
           03  POL-COVER-COUNT         PIC S9(4) COMP.
           03  POL-COVER OCCURS 0 TO 20 TIMES
                         DEPENDING ON POL-COVER-COUNT OF POLICY-RECORD
                         ASCENDING KEY IS COV-CODE
                         INDEXED BY COV-IX COV-IX2.
               05  COV-CODE            PIC X(3).
               05  COV-FROM            PIC 9(8) COMP-3.
               05  COV-PREMIUM         PIC S9(7)V99 COMP-3.
               05  COV-PERIOD.
                   07  COV-BEGIN-YMD   PIC 9(6).
                   07  COV-END-YMD     PIC 9(6).
           66  POL-ID RENAMES POL-NUMBER THRU POL-LINE.
           66  POL-PLATE-NO RENAMES POL-PLATE OF POLICY-RECORD.
