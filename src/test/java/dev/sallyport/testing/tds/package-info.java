/**
 * A server of SQL Server's protocol, TDS 7.4, for tests: Microsoft's driver on one side, answers of
 * a test or a database of H2 on the other.
 *
 * <p>It proves the wire and the driver, not T-SQL. References in comments are to MS-TDS, the open
 * specification of the protocol.
 */
package dev.sallyport.testing.tds;
