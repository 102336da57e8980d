package dev.offing.server.importing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which pages an import becomes and how they hang together, known before any of them is read, so that
 * links can be followed in all directions.
 *
 * <p>A Markdown or CSV file is a page. Files in a folder hang under the page that shares the folder's
 * name or, in documentation, under the folder's {@code index} or {@code README}; a folder without such
 * a page becomes an empty one. Single folders around everything are only wrapping and are dropped. Of
 * a Notion table exported twice (its first view, and all of it) the whole one is taken.
 */
final class PagePlan {

    private static final Pattern NOTION_ID = Pattern.compile("^(.*?)[ _-]?([0-9a-f]{32})$");
    private static final Pattern ORDER_PREFIX = Pattern.compile("^\\d+[-_. ]+");

    /** One page to be. */
    static final class Planned {
        final String id;
        final String path;
        final String name;
        final List<Planned> children = new ArrayList<>();
        /** Path of the file it is read from, null for a folder without one. */
        String file;

        String title;

        Planned(String id, String path, String name) {
            this.id = id;
            this.path = path;
            this.name = name;
        }

        boolean isTable() {
            return file != null && file.toLowerCase(Locale.ROOT).endsWith(".csv");
        }
    }

    private final Supplier<String> newId;
    private final NavigableMap<String, Planned> byFolder = new TreeMap<>();
    private final Map<String, Planned> byFile = new LinkedHashMap<>();
    private final Map<String, Planned> byNotionId = new HashMap<>();
    private final Map<String, Planned> bySlug = new HashMap<>();
    private final List<Planned> roots = new ArrayList<>();
    private final String wrapping;

    private PagePlan(Supplier<String> newId, String wrapping) {
        this.newId = newId;
        this.wrapping = wrapping;
    }

    /**
     * @param files all paths of the import
     * @param newId gives fresh page ids
     */
    static PagePlan of(Iterable<String> files, Supplier<String> newId) {
        List<String> pages = new ArrayList<>();
        for (String file : files) {
            if (isPage(file)) {
                pages.add(file);
            }
        }
        pages.sort(Comparator.comparing(PagePlan::naturalKey));
        PagePlan plan = new PagePlan(newId, commonFolder(pages));
        for (String file : withoutPartialTables(pages)) {
            plan.place(file);
        }
        plan.index();
        return plan;
    }

    List<Planned> roots() {
        return roots;
    }

    /** Every planned page, parents first. */
    List<Planned> all() {
        List<Planned> out = new ArrayList<>();
        collect(roots, out);
        return out;
    }

    private static void collect(List<Planned> pages, List<Planned> out) {
        for (Planned page : pages) {
            out.add(page);
            collect(page.children, out);
        }
    }

    static boolean isPage(String file) {
        String lower = file.toLowerCase(Locale.ROOT);
        return lower.endsWith(".md") || lower.endsWith(".mdx") || lower.endsWith(".markdown") || lower.endsWith(".csv");
    }

    /** The folder that holds everything, with its trailing slash; empty if there is none. */
    private static String commonFolder(List<String> files) {
        String common = null;
        for (String file : files) {
            String folder = file.substring(0, file.lastIndexOf('/') + 1);
            while (common != null && !folder.startsWith(common)) {
                common = common.substring(0, common.lastIndexOf('/', common.length() - 2) + 1);
            }
            common = common == null ? folder : common;
        }
        return common == null ? "" : common;
    }

    private static List<String> withoutPartialTables(List<String> files) {
        List<String> kept = new ArrayList<>();
        for (String file : files) {
            boolean csv = file.toLowerCase(Locale.ROOT).endsWith(".csv");
            boolean partial = csv
                    && !file.endsWith("_all.csv")
                    && files.contains(file.substring(0, file.length() - 4) + "_all.csv");
            if (!partial) {
                kept.add(file);
            }
        }
        return kept;
    }

    /** File name without extension, the suffix of whole tables and the Notion id. */
    static String stem(String file) {
        String base = file.substring(file.lastIndexOf('/') + 1);
        base = base.substring(0, base.lastIndexOf('.'));
        return base.endsWith("_all") ? base.substring(0, base.length() - 4) : base;
    }

    static String displayName(String stem) {
        Matcher matcher = NOTION_ID.matcher(stem);
        String name = matcher.matches() ? matcher.group(1) : stem;
        return name.isBlank() ? "Untitled" : name.strip();
    }

    private static boolean isIndex(String stem) {
        return stem.equalsIgnoreCase("index") || stem.equalsIgnoreCase("readme");
    }

    private void place(String file) {
        String path = file.substring(wrapping.length());
        String folder = path.substring(0, Math.max(0, path.lastIndexOf('/')));
        String stem = stem(path);
        Planned page;
        if (isIndex(stem) && !folder.isEmpty() && folderPage(folder).file == null) {
            page = folderPage(folder);
        } else {
            String own = folder.isEmpty() ? stem : folder + "/" + stem;
            page = byFolder.get(own);
            if (page == null || page.file != null) {
                page = new Planned(newId.get(), path, displayName(stem));
                siblings(folder).add(page);
                byFolder.putIfAbsent(own, page);
            }
        }
        page.file = file;
        byFile.put(file, page);
        if (file.endsWith("_all.csv")) {
            byFile.put(file.substring(0, file.length() - 8) + ".csv", page);
        }
    }

    private List<Planned> siblings(String folder) {
        return folder.isEmpty() || depth(folder) > ImportLimits.DEPTH_MAX ? roots : folderPage(folder).children;
    }

    private static int depth(String folder) {
        return folder.split("/").length;
    }

    /** The page a folder's files hang under, made if it is missing. */
    private Planned folderPage(String folder) {
        Planned page = byFolder.get(folder);
        if (page == null) {
            int slash = folder.lastIndexOf('/');
            page = new Planned(newId.get(), folder, displayName(folder.substring(slash + 1)));
            siblings(slash < 0 ? "" : folder.substring(0, slash)).add(page);
            byFolder.put(folder, page);
        }
        return page;
    }

    private void index() {
        Map<String, Integer> seen = new HashMap<>();
        for (Planned page : all()) {
            Matcher matcher = NOTION_ID.matcher(page.file == null ? page.path : stem(page.file));
            if (matcher.matches()) {
                byNotionId.putIfAbsent(matcher.group(2), page);
            }
            String slug = slug(page.path);
            for (int at = 0; at >= 0; at = next(slug, at)) {
                String suffix = slug.substring(at);
                seen.merge(suffix, 1, Integer::sum);
                bySlug.put(suffix, page);
            }
        }
        bySlug.keySet().removeIf(suffix -> seen.get(suffix) > 1);
    }

    private static int next(String slug, int at) {
        int slash = slug.indexOf('/', at);
        return slash < 0 ? -1 : slash + 1;
    }

    /** A path as documentation sites spell it: no order prefixes, no extension, no index. */
    static String slug(String path) {
        StringBuilder out = new StringBuilder();
        String bare = path.replaceAll("(?i)\\.(md|mdx|markdown|csv)$", "");
        for (String segment : bare.split("/")) {
            String clean = ORDER_PREFIX.matcher(segment).replaceFirst("").toLowerCase(Locale.ROOT);
            if (!clean.isEmpty() && !clean.equals("index") && !clean.equals("readme") && !clean.equals(".")) {
                out.append(out.isEmpty() ? "" : "/").append(clean);
            }
        }
        return out.toString();
    }

    /** The page read from a file, null if none is. */
    Planned byFile(String file) {
        return byFile.get(file);
    }

    /** The page of a Notion export in whose folder a file lies, null if it lies in none. */
    Planned notionFolderOf(String file) {
        String path = file.startsWith(wrapping) ? file.substring(wrapping.length()) : file;
        for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
            String folder = path.substring(0, slash);
            Planned page = byFolder.get(folder);
            if (page != null
                    && NOTION_ID
                            .matcher(folder.substring(folder.lastIndexOf('/') + 1))
                            .matches()) {
                return page;
            }
        }
        return null;
    }

    /** The page whose Notion id ends the last segment of a path, null if none does. */
    Planned byNotionId(String path) {
        String base = path.substring(path.lastIndexOf('/') + 1).replaceAll("(?i)\\.(md|csv|html)$", "");
        Matcher matcher = NOTION_ID.matcher(base);
        return matcher.matches() ? byNotionId.get(matcher.group(2)) : null;
    }

    /** The only page whose site path ends like this one, leading segments dropped until one fits; null if none. */
    Planned bySitePath(String path) {
        String slug = slug(path);
        for (int at = 0; at >= 0; at = next(slug, at)) {
            Planned page = bySlug.get(slug.substring(at));
            if (page != null) {
                return page;
            }
        }
        return null;
    }

    /** Sorts 2 before 10. */
    private static String naturalKey(String path) {
        StringBuilder key = new StringBuilder();
        Matcher matcher = Pattern.compile("\\d+").matcher(path.toLowerCase(Locale.ROOT));
        while (matcher.find()) {
            String digits = matcher.group();
            matcher.appendReplacement(key, digits.length() < 12 ? "0".repeat(12 - digits.length()) + digits : digits);
        }
        return matcher.appendTail(key).toString();
    }
}
