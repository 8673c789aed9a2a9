*> stock levels, written by hand
01 stock-item.
  03 item-id          pic 9(7) comp-3.
  03 item-name        pic x(25).   *> as on the label
  03 filler           pic x(3).
  03 on-hand          pic s9(7)v9(3) comp-3 value zero.
  03 reorder          pic s9(4) usage is binary.
  03 flags.
    05 active-flag    pic x value "y".
      88 is-active    value "y" "Y" when set to false "n".
      88 is-odd       value "o" false is "e".
  03 counted-on-date  pic 9(8).
77 item-count         pic 9(5) comp.
