       77  MAX-MONTHS                  PIC 99 VALUE 12.
       77  WS-EOF-SW                   PIC X VALUE "N".
           88  END-OF-FILE             VALUE "Y".
       01  SALES-TABLE.
           05  REGION OCCURS 4 TIMES INDEXED BY R-IX.
               10  REGION-NAME         PIC X(12).
               10  MONTH-FIGURES OCCURS 12 TIMES
                   ASCENDING KEY IS MONTH-NO
                   DESCENDING KEY MONTH-RANK
                   INDEXED BY M-IX.
                   15  MONTH-NO        PIC 99.
                   15  MONTH-RANK      PIC 99.
                   15  MONTH-SALES     PIC S9(9)V99 COMP-3.
                   15  WEEK-SALES      PIC S9(7)V99 COMP-3
                                       OCCURS 5.
           05  FILLER                  PIC X(10).
       01  SHORT-REC.
           05  PART-A                  PIC X(4).
           05  PART-B REDEFINES PART-A.
               10  PART-B1             PIC X(4).
               10  PART-B2             PIC X(6).
           05  PART-C REDEFINES PART-A PIC X(8).
           05  PART-D                  PIC X.
