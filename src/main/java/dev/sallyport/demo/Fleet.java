package dev.sallyport.demo;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The employees and the vehicles that they drive. */
final class Fleet {
    static final int EMPLOYEES = 1_000;
    static final int VEHICLES = 600;
    private static final LocalDate TODAY = LocalDate.of(2026, 10, 31);

    private record Country(
            String code, String currency, double pay, String language, List<List<String>> cities) {}

    private record Job(String department, String title, int salary, int weight) {}

    private record Employee(
            String id, String country, String currency, int mobility, List<Object> row) {}

    private final Map<String, List<List<String>>> lists =
            Words.lines("fleet.txt").stream().collect(Collectors.groupingBy(List::getFirst));
    private final List<Country> countries =
            list("country").stream()
                    .map(f ->
                            new Country(
                                    f.get(1),
                                    f.get(2),
                                    Double.parseDouble(f.get(3)),
                                    f.get(4),
                                    Words.split(f.get(5), ",").stream()
                                            .map(city -> Words.split(city, ":"))
                                            .toList()))
                    .toList();
    private final List<Employee> employees = makeEmployees(new Chance(4));

    private List<List<String>> list(String name) {
        return lists.getOrDefault(name, List.of());
    }

    List<List<Object>> employees() {
        return employees.stream().map(Employee::row).toList();
    }

    String countryCodes() {
        return countries.stream().map(Country::code).collect(Collectors.joining(", "));
    }

    /** The departments as a comment has them: {@code ADMIN Administration, COMP Computing}. */
    String departmentNames() {
        return list("department").stream()
                .map(f -> f.get(1) + " " + f.get(2))
                .collect(Collectors.joining(", "));
    }

    private Weighted<Job> jobs() {
        List<Job> jobs = new ArrayList<>();
        for (List<String> department : list("department")) {
            List<List<String>> titles =
                    Words.split(department.get(4), ",").stream()
                            .map(title -> Words.split(title, ":"))
                            .toList();
            int weights = titles.stream().mapToInt(title -> Integer.parseInt(title.get(2))).sum();
            for (List<String> title : titles) {
                int weight =
                        100
                                * Integer.parseInt(department.get(3))
                                * Integer.parseInt(title.get(2))
                                / weights;
                jobs.add(
                        new Job(
                                department.get(1),
                                title.get(0),
                                Integer.parseInt(title.get(1)),
                                weight));
            }
        }
        return new Weighted<>(jobs, Job::weight);
    }

    private List<Employee> makeEmployees(Chance chance) {
        Map<String, List<String>> names = Shop.names();
        Weighted<Job> jobs = jobs();
        Weighted<Country> places = new Weighted<>(countries, country -> country.cities().size());
        Map<String, Integer> numbers = new HashMap<>();
        List<Employee> employees = new ArrayList<>();
        for (int i = 0; i < EMPLOYEES; i++) {
            Country country = places.draw(chance);
            List<String> city = chance.pick(country.cities());
            Job job = jobs.draw(chance);
            boolean female = chance.percent(47);
            LocalDate hired =
                    TODAY.minusDays(30 + Math.min(chance.below(12_000), chance.below(12_000)));
            int ageWhenHired =
                    chance.between(19, Math.min(52, 64 - (TODAY.getYear() - hired.getYear())));
            LocalDate birth = hired.minusYears(ageWhenHired).minusDays(chance.below(365));
            int years = TODAY.getYear() - hired.getYear();
            int salary =
                    (int)
                            (job.salary()
                                    * country.pay()
                                    * (88 + Math.min(years, 20) + chance.below(15))
                                    / 10_000);
            int number =
                    numbers.merge(
                            country.code(), chance.between(1, 60), (last, step) -> last + step);
            String id = "%d%06d".formatted(11 + 10 * countries.indexOf(country), 100_000 + number);
            int leave =
                    country.code().equals("USA")
                            ? 15 + Math.min(years, 10)
                            : 24 + Math.min(years / 3, 6);
            List<Object> row =
                    List.of(
                            id,
                            chance.pick(names.getOrDefault(female ? "female" : "male", List.of())),
                            chance.pick(names.getOrDefault("surname", List.of())),
                            maritalStatus(chance, TODAY.getYear() - birth.getYear()),
                            female ? "F" : "M",
                            birth,
                            city.get(0),
                            city.get(1),
                            country.code(),
                            chance.percent(4)
                                    ? ""
                                    : "%s-555-0%d".formatted(city.get(2), chance.between(100, 199)),
                            job.department(),
                            job.title(),
                            hired,
                            salary * 100,
                            bonus(chance, job, salary * 100),
                            country.currency(),
                            leave,
                            chance.between(leave / 4, leave),
                            chance.percent(88)
                                    ? country.language()
                                    : chance.pick(List.of("ENG", "GER", "FRE", "SPA")));
            employees.add(new Employee(id, country.code(), country.currency(), mobility(job), row));
        }
        return employees;
    }

    private static String maritalStatus(Chance chance, int age) {
        if (age < 27 ? chance.percent(80) : chance.percent(24)) {
            return "S";
        }
        return chance.percent(80) ? "M" : chance.percent(88) ? "D" : "W";
    }

    private static int bonus(Chance chance, Job job, int salary) {
        boolean sales = job.department().equals("SALE");
        boolean leads = job.title().endsWith("Manager") || job.title().endsWith("Director");
        return sales || leads || chance.percent(10)
                ? salary * chance.between(2, sales ? 22 : 12) / 10_000 * 100
                : 0;
    }

    /** How likely a job comes with a vehicle. */
    private static int mobility(Job job) {
        return switch (job.department()) {
            case "SALE" -> 14;
            case "TECH" -> 11;
            case "LOGI" -> 9;
            case "COMP", "MARK" -> 3;
            default -> 1;
        };
    }

    List<List<Object>> vehicles() {
        Chance chance = new Chance(5);
        Weighted<List<String>> makes =
                new Weighted<>(list("make"), make -> Integer.parseInt(make.get(2)));
        Weighted<List<String>> colors =
                new Weighted<>(
                        Words.split(list("color").getFirst().get(1), ",").stream()
                                .map(color -> Words.split(color, ":"))
                                .toList(),
                        color -> Integer.parseInt(color.get(1)));
        Weighted<Employee> drivers = new Weighted<>(employees, Employee::mobility);
        Map<String, Integer> driven = new HashMap<>();
        Set<String> registrations = new HashSet<>();
        List<List<Object>> vehicles = new ArrayList<>();
        while (vehicles.size() < VEHICLES) {
            Employee driver = drivers.draw(chance);
            boolean pool = chance.percent(3);
            // A second vehicle is rare, a third unheard of.
            int limit = chance.percent(8) ? 2 : 1;
            String registration = registration(chance, driver.country());
            if ((!pool && driven.getOrDefault(driver.id(), 0) >= limit)
                    || !registrations.add(registration)) {
                continue;
            }
            if (!pool) {
                driven.merge(driver.id(), 1, Integer::sum);
            }
            List<String> make = makes.draw(chance);
            List<String> model = Words.split(chance.pick(Words.split(make.get(3), ",")), ":");
            int age = Math.min(chance.below(13), chance.below(13));
            LocalDate acquired = LocalDate.of(2025 - age, 1, 1).plusDays(chance.below(365));
            boolean leased = chance.percent(age <= 4 ? 74 : 18);
            vehicles.add(
                    List.of(
                            registration,
                            301_000_017 + vehicles.size() * 1_013 + chance.below(1_000),
                            pool ? "" : driver.id(),
                            make.get(1),
                            model.get(0),
                            colors.draw(chance).get(0),
                            acquired.getYear()
                                    - (leased || chance.percent(70) ? 0 : chance.between(1, 3)),
                            model.get(1),
                            leased ? "L" : "P",
                            Shop.number(acquired),
                            driver.currency(),
                            90 + age * chance.between(40, 190) + chance.below(400)));
        }
        return vehicles;
    }

    /** A registration number that looks like those of the country: # is a digit, @ a letter. */
    private static String registration(Chance chance, String country) {
        String pattern =
                switch (country) {
                    case "GBR" -> "@@## @@@";
                    case "DEU" -> "DA-@@ ###";
                    case "FRA" -> "@@-###-@@";
                    case "ESP" -> "#### @@@";
                    case "CAN" -> "@@@@ ###";
                    default -> "@@@ ####";
                };
        StringBuilder number = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char place = pattern.charAt(i);
            number.append(
                    place == '#'
                            ? (char) ('1' + chance.below(9))
                            : place == '@' ? chance.letter() : place);
        }
        return number.toString();
    }
}
