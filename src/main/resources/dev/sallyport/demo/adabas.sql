-- The staff and its cars, as a gateway shows two linked Adabas files.
CREATE SCHEMA dbo;
COMMENT ON SCHEMA dbo IS 'Staff and fleet on Adabas files: employees and the vehicles they drive';

CREATE TABLE dbo.EMPLOYEES (
  PERSONNEL_ID CHAR(8) NOT NULL PRIMARY KEY,
  FIRST_NAME CHAR(20) NOT NULL,
  NAME CHAR(20) NOT NULL,
  MAR_STAT CHAR(1) NOT NULL,
  SEX CHAR(1) NOT NULL,
  BIRTH DATE NOT NULL,
  CITY CHAR(20) NOT NULL,
  ZIP CHAR(10) NOT NULL,
  COUNTRY CHAR(3) NOT NULL,
  PHONE CHAR(15) NOT NULL,
  DEPT CHAR(6) NOT NULL,
  JOB_TITLE CHAR(25) NOT NULL,
  HIRED DATE NOT NULL,
  SALARY NUMERIC(9) NOT NULL,
  BONUS NUMERIC(9) NOT NULL,
  CURR_CODE CHAR(3) NOT NULL,
  LEAVE_DUE NUMERIC(2) NOT NULL,
  LEAVE_TAKEN NUMERIC(2) NOT NULL,
  LANG CHAR(3) NOT NULL
);
COMMENT ON TABLE dbo.EMPLOYEES IS 'Employees (staff, personnel), one row each: person, place, department, job, pay, leave';
COMMENT ON COLUMN dbo.EMPLOYEES.PERSONNEL_ID IS 'Personnel number, 8 digits; key';
COMMENT ON COLUMN dbo.EMPLOYEES.FIRST_NAME IS 'First name';
COMMENT ON COLUMN dbo.EMPLOYEES.NAME IS 'Last name (surname)';
COMMENT ON COLUMN dbo.EMPLOYEES.MAR_STAT IS 'Marital status: M married, S single, D divorced, W widowed';
COMMENT ON COLUMN dbo.EMPLOYEES.SEX IS 'Sex: F female, M male';
COMMENT ON COLUMN dbo.EMPLOYEES.BIRTH IS 'Date of birth';
COMMENT ON COLUMN dbo.EMPLOYEES.CITY IS 'City of the place of work';
COMMENT ON COLUMN dbo.EMPLOYEES.ZIP IS 'Postal code of the place of work';
COMMENT ON COLUMN dbo.EMPLOYEES.COUNTRY IS 'Country as an ISO 3166 code of three letters: ${countries}';
COMMENT ON COLUMN dbo.EMPLOYEES.PHONE IS 'Telephone number; blank if none';
COMMENT ON COLUMN dbo.EMPLOYEES.DEPT IS 'Department: ${departments}';
COMMENT ON COLUMN dbo.EMPLOYEES.JOB_TITLE IS 'Job title';
COMMENT ON COLUMN dbo.EMPLOYEES.HIRED IS 'Date of joining the company';
COMMENT ON COLUMN dbo.EMPLOYEES.SALARY IS 'Yearly salary in the currency of CURR_CODE, without bonus';
COMMENT ON COLUMN dbo.EMPLOYEES.BONUS IS 'Bonus of the last year in the currency of CURR_CODE; 0 if none';
COMMENT ON COLUMN dbo.EMPLOYEES.CURR_CODE IS 'Currency of salary and bonus as an ISO 4217 code';
COMMENT ON COLUMN dbo.EMPLOYEES.LEAVE_DUE IS 'Leave (vacation) of this year in days';
COMMENT ON COLUMN dbo.EMPLOYEES.LEAVE_TAKEN IS 'Days of leave (vacation) taken so far this year';
COMMENT ON COLUMN dbo.EMPLOYEES.LANG IS 'First language: ENG, GER, FRE or SPA';

CREATE TABLE dbo.VEHICLES (
  REG_NUM CHAR(15) NOT NULL PRIMARY KEY,
  CHASSIS_NUM NUMERIC(9) NOT NULL UNIQUE,
  PERSONNEL_ID CHAR(8),
  MAKE CHAR(20) NOT NULL,
  MODEL CHAR(20) NOT NULL,
  COLOR CHAR(10) NOT NULL,
  MODEL_YEAR NUMERIC(4) NOT NULL,
  CLASS CHAR(1) NOT NULL,
  LEASE_PUR CHAR(1) NOT NULL,
  DATE_ACQ NUMERIC(8) NOT NULL,
  CURR_CODE CHAR(3) NOT NULL,
  MAINT_COST NUMERIC(7) NOT NULL
);
COMMENT ON TABLE dbo.VEHICLES IS 'Vehicles (cars, vans) of the company, one row each, and the employee who drives it';
COMMENT ON COLUMN dbo.VEHICLES.REG_NUM IS 'Registration number (licence plate); key';
COMMENT ON COLUMN dbo.VEHICLES.CHASSIS_NUM IS 'Chassis number';
COMMENT ON COLUMN dbo.VEHICLES.PERSONNEL_ID IS 'Employee who drives it: EMPLOYEES.PERSONNEL_ID; NULL for a pool vehicle';
COMMENT ON COLUMN dbo.VEHICLES.MAKE IS 'Make (manufacturer) in capitals, such as FORD';
COMMENT ON COLUMN dbo.VEHICLES.MODEL IS 'Model';
COMMENT ON COLUMN dbo.VEHICLES.COLOR IS 'Colour in capitals, such as BLUE';
COMMENT ON COLUMN dbo.VEHICLES.MODEL_YEAR IS 'Year of manufacture';
COMMENT ON COLUMN dbo.VEHICLES.CLASS IS 'Size class: S small, M medium, L large, V van';
COMMENT ON COLUMN dbo.VEHICLES.LEASE_PUR IS 'L leased, P purchased';
COMMENT ON COLUMN dbo.VEHICLES.DATE_ACQ IS 'Date of acquisition (lease or purchase) as a number YYYYMMDD';
COMMENT ON COLUMN dbo.VEHICLES.CURR_CODE IS 'Currency of MAINT_COST as an ISO 4217 code';
COMMENT ON COLUMN dbo.VEHICLES.MAINT_COST IS 'Maintenance and repair of the last twelve months in the currency of CURR_CODE';
-- data
CREATE INDEX dbo.EMPLOYEES_BY_NAME ON dbo.EMPLOYEES (NAME, FIRST_NAME);
CREATE INDEX dbo.EMPLOYEES_BY_CITY ON dbo.EMPLOYEES (CITY);
CREATE INDEX dbo.EMPLOYEES_BY_DEPT ON dbo.EMPLOYEES (DEPT);
CREATE INDEX dbo.VEHICLES_BY_MAKE ON dbo.VEHICLES (MAKE, MODEL);
ALTER TABLE dbo.VEHICLES ADD CONSTRAINT dbo.VEHICLES_DRIVER FOREIGN KEY (PERSONNEL_ID) REFERENCES dbo.EMPLOYEES (PERSONNEL_ID);
