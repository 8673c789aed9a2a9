      $SET DIALECT"MF"
       01  MF-REC.
           05  MF-BYTE          PIC X       COMP-X.
           05  MF-WORD          PIC 9(4)    COMP-X.
           05  MF-LONG          PIC X(4)    COMP-X.
           05  MF-PACK          PIC 9(6)    COMP-6.
           05  MF-SHORT         BINARY-SHORT UNSIGNED.
           05  MF-INT           USAGE BINARY-LONG SIGNED.
           05  MF-HUGE          BINARY-DOUBLE.
           05  MF-CHAR          BINARY-CHAR.
           05  MF-FLOAT         FLOAT-SHORT.
           05  MF-DOUBLE        FLOAT-LONG.
           05  MF-UNSIGNED      PIC 9(4)    COMP-5.
           05  MF-TEXT          PIC X(5)    VALUE "A" & "B".
           05  MF-LAST          PIC X(8).
