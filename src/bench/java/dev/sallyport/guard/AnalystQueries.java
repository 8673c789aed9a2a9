package dev.sallyport.guard;

/** One query of about 500 characters for each dialect, with what its analysts use. */
final class AnalystQueries {
    private AnalystQueries() {}

    static String of(String dialect) {
        return switch (dialect) {
            case "tsql" ->
                    """
                    WITH monthly AS (
                      SELECT o.CustomerId, DATEADD(month, DATEDIFF(month, 0, o.OrderDate), 0) AS M, SUM(o.Total) AS Revenue
                      FROM dbo.Orders AS o WITH (NOLOCK)
                      WHERE o.OrderDate >= '2026-01-01' AND o.Status IN (N'open', N'closed') AND o.Total > 1000
                      GROUP BY o.CustomerId, DATEADD(month, DATEDIFF(month, 0, o.OrderDate), 0)
                    )
                    SELECT TOP (50) c.Name, m.M, m.Revenue, ROW_NUMBER() OVER (PARTITION BY m.M ORDER BY m.Revenue DESC) AS rn
                    FROM monthly AS m INNER JOIN dbo.Customers AS c ON c.CustomerId = m.CustomerId
                    ORDER BY m.M DESC, rn""";
            case "mysql" ->
                    """
                    SELECT c.name, DATE_FORMAT(o.ordered_at, '%Y-%m') AS month, COUNT(*) AS orders, SUM(i.qty * i.price) AS revenue,
                      GROUP_CONCAT(DISTINCT p.category ORDER BY p.category SEPARATOR ', ') AS categories
                    FROM customers c JOIN orders o ON o.customer_id = c.id
                      LEFT JOIN order_items i ON i.order_id = o.id LEFT JOIN products p ON p.id = i.product_id
                    WHERE o.ordered_at >= DATE_SUB(CURDATE(), INTERVAL 12 MONTH) AND o.status <> 'void' AND o.total > 1000
                      AND EXISTS (SELECT 1 FROM events e WHERE e.id = o.id)
                    GROUP BY c.name, month HAVING revenue > 10 ORDER BY revenue DESC LIMIT 100""";
            case "oracle" ->
                    """
                    SELECT c.name, TO_CHAR(o.ordered_at, 'YYYY-MM') AS month, COUNT(*) AS orders, SUM(i.qty * i.price) AS revenue,
                      LISTAGG(p.category, ', ') WITHIN GROUP (ORDER BY p.category) AS categories,
                      RANK() OVER (PARTITION BY TO_CHAR(o.ordered_at, 'YYYY-MM') ORDER BY SUM(i.qty) DESC) AS r
                    FROM customers c JOIN orders o ON o.customer_id = c.id JOIN order_items i ON i.order_id = o.id
                      JOIN products p ON p.id = i.product_id
                    WHERE o.ordered_at >= ADD_MONTHS(TRUNC(SYSDATE, 'MM'), -12) AND o.total > 1000
                    GROUP BY c.name, TO_CHAR(o.ordered_at, 'YYYY-MM') FETCH FIRST 50 ROWS ONLY""";
            case "duckdb" ->
                    """
                    SELECT c.country, date_trunc('month', o.ordered_at) AS month, count(*) AS orders, sum(i.qty * i.price) AS revenue,
                      string_agg(DISTINCT p.category, ', ') AS categories, median(o.total) FILTER (WHERE o.status = 'open') AS open_median
                    FROM customers c JOIN orders o ON o.customer_id = c.id
                      LEFT JOIN order_items i ON i.order_id = o.id LEFT JOIN products p ON p.id = i.product_id
                    WHERE o.ordered_at >= now() - INTERVAL 12 MONTH AND o.total > 1000 AND list_contains(c.tags, 'x')
                    GROUP BY ALL QUALIFY row_number() OVER (PARTITION BY month ORDER BY revenue DESC) <= 10 ORDER BY ALL""";
            default ->
                    """
                    WITH recent AS (
                      SELECT o.id, o.customer_id, date_trunc('month', o.ordered_at) AS month, o.total
                      FROM orders o WHERE o.ordered_at >= current_date - INTERVAL '365' DAY AND o.total > 1000
                    )
                    SELECT c.name, r.month, count(*) AS orders, sum(i.qty * i.price) AS revenue,
                      sum(CASE WHEN p.category = 'office' THEN i.qty ELSE 0 END) AS office,
                      rank() OVER (PARTITION BY r.month ORDER BY sum(i.qty) DESC) AS place
                    FROM recent r JOIN customers c ON c.id = r.customer_id LEFT JOIN order_items i ON i.order_id = r.id
                      LEFT JOIN products p ON p.id = i.product_id
                    GROUP BY c.name, r.month HAVING count(*) > 2 ORDER BY r.month DESC, place LIMIT 50""";
        };
    }
}
