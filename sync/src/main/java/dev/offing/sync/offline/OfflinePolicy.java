package dev.offing.sync.offline;

import dev.offing.engine.DocumentView;
import dev.offing.engine.Limits;
import dev.offing.engine.Value;
import java.util.List;
import java.util.SortedMap;

/**
 * What a workspace lets its members' devices keep, as the policy record says it. Plans are named
 * policies; those that ship are {@link #PRESETS}.
 *
 * @param plan name of the plan it was made from
 * @param keep who may keep more than what is open or unsent
 * @param automatic whether anything comes by itself; {@code everything} to {@code rows} count only then
 * @param everything whether the whole workspace comes by itself while it fits the budget
 * @param recents how many pages come because they were opened last, 0 or more
 * @param favourites how many favourites come, 0 or more
 * @param rows how many rows of a database's first view come, 0 or more
 * @param largestFileBytes larger files do not come with their pages
 * @param budgetBytes what comes by itself stops there
 * @param maximumAgeDays a device without contact for longer keeps nothing that came by itself; 0 = no limit
 */
public record OfflinePolicy(
        String plan,
        Keep keep,
        boolean automatic,
        boolean everything,
        int recents,
        int favourites,
        int rows,
        long largestFileBytes,
        long budgetBytes,
        int maximumAgeDays) {

    /** Who may keep pages offline. */
    public enum Keep {
        EVERYONE("everyone"),
        ADMINISTRATORS("administrators"),
        NOBODY("nobody");

        private final String word;

        Keep(String word) {
            this.word = word;
        }

        /** As the policy record holds it. */
        public String word() {
            return word;
        }
    }

    /** Counts of the policy record above this are read as this. */
    public static final int COUNT_MAX = 100_000;

    private static final long MEGABYTE = 1_000_000;
    private static final long FILE_BYTES = 20 * MEGABYTE;
    private static final long BUDGET_BYTES = 2_000 * MEGABYTE;

    /** The default: the whole workspace comes by itself. */
    public static final OfflinePolicy EVERYONE =
            new OfflinePolicy("Everyone", Keep.EVERYONE, true, true, 100, 100, 1_000, FILE_BYTES, BUDGET_BYTES, 0);

    /** Pins for all; twenty recents and twenty favourites, fifty rows by themselves. */
    public static final OfflinePolicy NOTION_LIKE =
            new OfflinePolicy("Notion-like", Keep.EVERYONE, true, false, 20, 20, 50, FILE_BYTES, BUDGET_BYTES, 0);

    /** Pins for all, nothing by itself. */
    public static final OfflinePolicy MANUAL_ONLY =
            new OfflinePolicy("Manual only", Keep.EVERYONE, false, false, 0, 0, 0, FILE_BYTES, BUDGET_BYTES, 0);

    /** Nothing stays but what is open or unsent. */
    public static final OfflinePolicy NOTHING =
            new OfflinePolicy("Nothing offline", Keep.NOBODY, false, false, 0, 0, 0, 0, 0, 0);

    /** The plans that ship, the default first. */
    public static final List<OfflinePolicy> PRESETS = List.of(EVERYONE, NOTION_LIKE, MANUAL_ONLY, NOTHING);

    /** Reads the policy record; a property that is missing or of the wrong form is as in {@link #EVERYONE}. */
    public static OfflinePolicy of(DocumentView view) {
        SortedMap<String, Value> properties = view.properties();
        Keep keep = EVERYONE.keep;
        for (Keep candidate : Keep.values()) {
            if (text(properties, "keep", keep.word).equals(candidate.word)) {
                keep = candidate;
            }
        }
        return new OfflinePolicy(
                text(properties, "plan", EVERYONE.plan),
                keep,
                flag(properties, "automatic", EVERYONE.automatic),
                flag(properties, "everything", EVERYONE.everything),
                (int) number(properties, "recents", EVERYONE.recents, COUNT_MAX),
                (int) number(properties, "favourites", EVERYONE.favourites, COUNT_MAX),
                (int) number(properties, "rows", EVERYONE.rows, COUNT_MAX),
                number(properties, "largestFileBytes", EVERYONE.largestFileBytes, Limits.STAMP_MAX),
                number(properties, "budgetBytes", EVERYONE.budgetBytes, Limits.STAMP_MAX),
                (int) number(properties, "maximumAgeDays", EVERYONE.maximumAgeDays, COUNT_MAX));
    }

    /** Whether it lets somebody keep pages. */
    public boolean lets(boolean administrator) {
        return keep == Keep.EVERYONE || keep == Keep.ADMINISTRATORS && administrator;
    }

    private static String text(SortedMap<String, Value> properties, String key, String otherwise) {
        return properties.get(key) instanceof Value.Text text ? text.value() : otherwise;
    }

    private static boolean flag(SortedMap<String, Value> properties, String key, boolean otherwise) {
        return properties.get(key) instanceof Value.Bool flag ? flag.value() : otherwise;
    }

    private static long number(SortedMap<String, Value> properties, String key, long otherwise, long max) {
        boolean counts = properties.get(key) instanceof Value.Num number
                && number.value() >= 0
                && Math.rint(number.value()) == number.value();
        return counts ? (long) Math.min(((Value.Num) properties.get(key)).value(), (double) max) : otherwise;
    }
}
