package dev.sallyport.demo;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;

/** Draws items as often as their weights say; an item of weight 0 never. */
final class Weighted<T> {
    private final List<T> items;
    private final int[] upTo;

    Weighted(List<T> items, ToIntFunction<T> weight) {
        this.items = List.copyOf(items);
        upTo = new int[items.size()];
        int sum = 0;
        for (int i = 0; i < upTo.length; i++) {
            sum = Math.addExact(sum, weight.applyAsInt(items.get(i)));
            upTo[i] = sum;
        }
    }

    T draw(Chance chance) {
        int ticket = chance.below(upTo[upTo.length - 1]) + 1;
        int found = Arrays.binarySearch(upTo, ticket);
        if (found < 0) {
            return items.get(-found - 1);
        }
        // Items of weight 0 repeat the sum before them: the first of equal sums is the one with a
        // weight.
        while (found > 0 && upTo[found - 1] == ticket) {
            found--;
        }
        return items.get(found);
    }
}
