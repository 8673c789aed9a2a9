*> an order, as newer programs write it
05 order-id pic 9(10). *> unique
05 ship_date pic x(8).
05 amount picture is s9(5)v99 usage is packed-decimal.
05 kind pic x value space.
   88 kind-online values are "O" "W".
