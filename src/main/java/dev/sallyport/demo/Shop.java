package dev.sallyport.demo;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The customers, products and orders of the shop. */
final class Shop {
    static final int CUSTOMERS = 5_000;
    static final int ORDERS = 50_000;
    private static final int PRODUCTS_PER_GROUP = 25;
    private static final LocalDate FIRST_DAY = LocalDate.of(2022, 1, 3);
    private static final LocalDate LAST_DAY = LocalDate.of(2026, 10, 31);

    private record City(
            String country, String state, String name, String zip, String area, int weight) {}

    private record Customer(
            String id, boolean business, LocalDate since, int activity, List<Object> row) {}

    private record Product(int id, int group, int price, int popularity, List<Object> row) {}

    private final List<List<String>> groups = Words.lines("products.txt");
    private final List<int[]> demand =
            groups.stream()
                    .map(group ->
                            Words.split(group.get(2), " ").stream()
                                    .mapToInt(Integer::parseInt)
                                    .toArray())
                    .toList();
    private final List<Customer> customers = makeCustomers(new Chance(1));
    private final List<Product> products = makeProducts(new Chance(2));

    List<List<Object>> customers() {
        return customers.stream().map(Customer::row).toList();
    }

    List<List<Object>> products() {
        return products.stream().map(Product::row).toList();
    }

    /** The groups as a comment has them: {@code 1 Kitchen, 2 Garden}. */
    String groupNames() {
        return groups.stream()
                .map(group -> group.get(0) + " " + group.get(1))
                .collect(Collectors.joining(", "));
    }

    private static List<Customer> makeCustomers(Chance chance) {
        Weighted<City> cities =
                new Weighted<>(
                        Words.lines("cities.txt").stream()
                                .map(f ->
                                        new City(
                                                f.get(0),
                                                f.get(1),
                                                f.get(2),
                                                f.get(3),
                                                f.get(4),
                                                Integer.parseInt(f.get(5))))
                                .toList(),
                        City::weight);
        Map<String, List<String>> names = names();
        Set<String> ids = new HashSet<>();
        Set<String> businesses = new HashSet<>();
        List<Customer> customers = new ArrayList<>();
        for (int i = 0; i < CUSTOMERS; i++) {
            City city = cities.draw(chance);
            boolean business = chance.percent(60);
            String name =
                    business ? businessName(chance, names, city.name()) : personName(chance, names);
            while (business && !businesses.add(name)) {
                name = businessName(chance, names, city.name());
            }
            String id = identifier(name, ids);
            // Most customers buy seldom, some often, and some never have.
            int activity = chance.percent(7) ? 0 : 3 + 120 / (1 + chance.below(40));
            LocalDate since =
                    chance.percent(40)
                            ? FIRST_DAY
                            : FIRST_DAY.plusDays(
                                    chance.below(
                                            (int)
                                                    (LAST_DAY.toEpochDay()
                                                            - FIRST_DAY.toEpochDay())));
            List<Object> row =
                    List.of(
                            id,
                            name,
                            address(chance, names),
                            city.name(),
                            city.state(),
                            zip(chance, city),
                            city.country(),
                            phone(chance, city));
            customers.add(new Customer(id, business, since, activity, row));
        }
        return customers;
    }

    static Map<String, List<String>> names() {
        return Words.lines("names.txt").stream()
                .collect(
                        Collectors.toUnmodifiableMap(
                                List::getFirst,
                                line ->
                                        line.size() > 2
                                                ? line.subList(1, line.size())
                                                : Words.split(line.get(1), " ")));
    }

    private static List<String> list(Map<String, List<String>> names, String name) {
        return names.getOrDefault(name, List.of());
    }

    private static String personName(Chance chance, Map<String, List<String>> names) {
        return chance.pick(list(names, chance.percent(52) ? "female" : "male"))
                + " "
                + chance.pick(list(names, "surname"));
    }

    private static String businessName(
            Chance chance, Map<String, List<String>> names, String city) {
        String trade = chance.pick(list(names, "trade"));
        String surname = chance.pick(list(names, "surname"));
        String name =
                switch (chance.below(5)) {
                    case 0 -> surname + " & " + chance.pick(list(names, "surname")) + " " + trade;
                    case 1, 2 -> chance.pick(list(names, "epithet")) + " " + trade;
                    case 3 -> city + " " + trade;
                    default -> surname + " " + trade;
                };
        return name.length() <= 31 ? name : surname + " " + trade;
    }

    /** Five letters that remind of the name; digits at the end where they are taken. */
    private static String identifier(String name, Set<String> taken) {
        List<String> words = Words.split(name.toUpperCase(Locale.ROOT), " ");
        String base =
                (part(words.getFirst(), 3) + part(words.getLast(), 2) + "XXXXX").substring(0, 5);
        String id = base;
        for (int i = 1; !taken.add(id); i++) {
            String suffix = Integer.toString(i, 36).toUpperCase(Locale.ROOT);
            id = base.substring(0, 5 - suffix.length()) + suffix;
        }
        return id;
    }

    private static String part(String word, int length) {
        String letters = word.replaceAll("[^A-Z]", "");
        return letters.substring(0, Math.min(length, letters.length()));
    }

    private static String address(Chance chance, Map<String, List<String>> names) {
        int number =
                chance.percent(30)
                        ? chance.between(1, 99)
                        : chance.between(100, chance.percent(60) ? 999 : 9_899);
        return number
                + " "
                + chance.pick(list(names, "street"))
                + " "
                + chance.pick(list(names, "way"));
    }

    private static String zip(Chance chance, City city) {
        return city.country().equals("USA")
                ? "%s%02d".formatted(city.zip(), chance.between(1, 60))
                : city.zip()
                        + " "
                        + chance.between(1, 9)
                        + "ABCEGHJKLMNPRSTVWXYZ".charAt(chance.below(20))
                        + chance.between(0, 9);
    }

    /** A number from the range that no telephone has; blank for some customers, as in life. */
    private static String phone(Chance chance, City city) {
        int number = chance.between(100, 199);
        return chance.percent(6) ? "" : "(%s) 555-0%d".formatted(city.area(), number);
    }

    private List<Product> makeProducts(Chance chance) {
        List<Product> products = new ArrayList<>();
        for (List<String> group : groups) {
            int groupId = Integer.parseInt(group.get(0));
            List<String> styles = Words.split(group.get(3), ",");
            List<List<String>> items =
                    Words.split(group.get(4), ";").stream()
                            .map(item -> Words.split(item, ":"))
                            .toList();
            Set<Integer> chosen = new HashSet<>();
            while (chosen.size() < PRODUCTS_PER_GROUP) {
                int pick = chance.below(items.size() * styles.size());
                if (!chosen.add(pick)) {
                    continue;
                }
                List<String> item = items.get(pick / styles.size());
                int style = pick % styles.size();
                String name = styles.get(style) + " " + item.get(0);
                int price =
                        Integer.parseInt(item.get(2)) * (80 + 12 * style + chance.below(15)) / 100;
                int cents = chance.percent(70) ? 99 : chance.percent(50) ? 50 : 0;
                int id = 1_000 + products.size() * 3 + chance.below(3);
                List<Object> row =
                        List.of(
                                id,
                                name,
                                BigDecimal.valueOf(price)
                                        .add(BigDecimal.valueOf(cents, 2))
                                        .setScale(2, RoundingMode.UNNECESSARY),
                                keywords(
                                        group.get(1)
                                                + " "
                                                + item.get(0)
                                                + " "
                                                + item.get(1)
                                                + " "
                                                + styles.get(style)),
                                groupId);
                products.add(new Product(id, groupId, price, 2 + 60 / (1 + chance.below(30)), row));
            }
        }
        return products;
    }

    /** The words once each, in lower case, as many as the column holds. */
    private static String keywords(String text) {
        StringBuilder keywords = new StringBuilder();
        for (String word : new LinkedHashSet<>(Words.split(text.toLowerCase(Locale.ROOT), " "))) {
            if (!word.equals("and") && keywords.length() + word.length() < 48) {
                keywords.append(keywords.isEmpty() ? "" : " ").append(word);
            }
        }
        return keywords.toString();
    }

    List<List<Object>> orders() {
        Chance chance = new Chance(3);
        Weighted<Customer> buyers = new Weighted<>(customers, Customer::activity);
        List<Weighted<Product>> byMonth =
                IntStream.range(0, 12)
                        .mapToObj(month ->
                                new Weighted<>(
                                        products,
                                        product ->
                                                product.popularity()
                                                        * demand.get(product.group() - 1)[month]))
                        .toList();
        Weighted<LocalDate> days =
                new Weighted<>(FIRST_DAY.datesUntil(LAST_DAY.plusDays(1)).toList(), Shop::traffic);
        List<LocalDate> dates = new ArrayList<>();
        for (int i = 0; i < ORDERS; i++) {
            dates.add(days.draw(chance));
        }
        dates.sort(null);
        List<List<Object>> orders = new ArrayList<>();
        for (LocalDate date : dates) {
            Customer customer = buyers.draw(chance);
            while (customer.since().isAfter(date)) {
                customer = buyers.draw(chance);
            }
            Product product = byMonth.get(date.getMonthValue() - 1).draw(chance);
            orders.add(
                    List.of(
                            100_001 + orders.size(),
                            customer.id(),
                            product.id(),
                            number(date),
                            quantity(chance, customer, product)));
        }
        return orders;
    }

    /** How busy a day is: growing by the year, strong before the holidays, weak at weekends. */
    private static int traffic(LocalDate day) {
        int[] months = {80, 78, 88, 92, 96, 94, 88, 92, 98, 104, 138, 165};
        int year = 100 + 14 * (day.getYear() - FIRST_DAY.getYear());
        boolean weekend =
                day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
        boolean afterChristmas = day.getMonthValue() == 12 && day.getDayOfMonth() > 22;
        return months[day.getMonthValue() - 1]
                * year
                * (weekend ? 55 : 100)
                / (afterChristmas ? 300 : 100);
    }

    private static int quantity(Chance chance, Customer customer, Product product) {
        int pieces = 1 + Math.min(chance.below(6), chance.below(6));
        if (customer.business() && chance.percent(45)) {
            pieces =
                    chance.percent(10) ? 12 * chance.between(2, 20) : 2 * pieces + chance.below(12);
        }
        return product.price() > 150 ? 1 + pieces / 6 : pieces;
    }

    /** A date as the mainframe keeps it: YYYYMMDD. */
    static int number(LocalDate date) {
        return date.getYear() * 10_000 + date.getMonthValue() * 100 + date.getDayOfMonth();
    }
}
