       FD  CUSTOMER-FILE
           RECORDING MODE IS V
           BLOCK CONTAINS 0 RECORDS
           RECORD CONTAINS 20 TO 80 CHARACTERS
           LABEL RECORDS ARE STANDARD
           DATA RECORDS ARE CUST-HEADER, CUST-DETAIL.
       01  CUST-HEADER.
           05  HDR-TYPE            PIC X VALUE 'H'.
           05  HDR-RUN-DATE        PIC 9(8).
           05  FILLER              PIC X(11).
       01  CUST-DETAIL.
           05  DTL-TYPE            PIC X.
           05  DTL-NAME            PIC X(30).
           05  DTL-LIMIT           PIC S9(9)V99 COMP-3.
           05  FILLER              PIC X(43).
       WORKING-STORAGE SECTION.
       01  WS-COUNTERS.
           05  WS-READ             PIC S9(8) COMP.
