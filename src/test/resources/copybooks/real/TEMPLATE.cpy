       01  :TAG:-ADDRESS.
           05  :TAG:-STREET            PIC X(30).
           05  :TAG:-CITY              PIC X(25).
           05  (PFX)-COUNTRY           PIC X(2).
           COPY ZIPCODE REPLACING ==:TAG:== BY ==CUST==.
