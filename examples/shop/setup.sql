-- The tables of this example, for H2.
CREATE TABLE customers (
  id INTEGER PRIMARY KEY,
  name VARCHAR(60) NOT NULL,
  state CHAR(2) NOT NULL,
  since DATE NOT NULL
);
CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customers,
  ordered_on DATE NOT NULL,
  status VARCHAR(10) NOT NULL,
  total DECIMAL(10, 2) NOT NULL
);
INSERT INTO customers VALUES
  (1, 'Ada', 'CA', DATE '2019-05-01'),
  (2, 'Bob', 'TX', DATE '2021-01-15'),
  (3, 'Cyd', 'TX', DATE '2023-11-30');
INSERT INTO orders VALUES
  (10, 1, DATE '2026-01-03', 'open', 12.50),
  (11, 2, DATE '2026-01-05', 'shipped', 99.00),
  (12, 2, DATE '2026-02-11', 'open', 7.25);
