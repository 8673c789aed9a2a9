      *****************************************************************
      * DCLGEN TABLE(SHOP.CUSTOMER)                                   *
      *        LANGUAGE(COBOL) APOST                                  *
      *****************************************************************
           EXEC SQL DECLARE SHOP.CUSTOMER TABLE
           ( CUST_ID                        INTEGER NOT NULL,
             CUST_NAME                      VARCHAR(60) NOT NULL,
             CREDIT_LIMIT                   DECIMAL(9, 2),
             STATUS                   CHAR(1) NOT NULL WITH DEFAULT
           ) END-EXEC.
      *****************************************************************
      * COBOL DECLARATION FOR TABLE SHOP.CUSTOMER                     *
      *****************************************************************
       01  DCLCUSTOMER.
           10 CUST-ID              PIC S9(9) USAGE COMP.
           10 CUST-NAME.
              49 CUST-NAME-LEN     PIC S9(4) USAGE COMP.
              49 CUST-NAME-TEXT    PIC X(60).
           10 CREDIT-LIMIT         PIC S9(7)V9(2) USAGE COMP-3.
           10 STATUS               PIC X(1).
      *****************************************************************
      * THE NUMBER OF COLUMNS DESCRIBED BY THIS DECLARATION IS 4      *
      *****************************************************************
       01  DCLCUSTOMER-NULLS.
           10 NULL-IND             PIC S9(4) COMP OCCURS 4 TIMES.
