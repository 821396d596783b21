package org.sluice.consumer;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.sluice.consumer.compare.Shown;
import org.sluice.job.ByteSizes;
import org.sluice.job.Verdict;
import org.sluice.job.Workspace.Keep;
import org.sluice.messaging.KeptFile;

/**
 * Finds the files that a job brings back, after its last program: those that differ from their references, and those that
 * its patterns name, below its directory and below its scratch directory. Only regular files are ever opened, and none that
 * a link of the job leads to elsewhere.
 */
final class Gathering {
    /** More would be a mistake in a pattern, and every one costs a message. */
    static final int MOST_FILES = 10_000;

    /** A remark names so many files. */
    private static final int NAMED = 3;

    /** The directory of a batch is no result of a job, though it may be below the job's directory. */
    private static final String JOURNAL = "journal.jsonl";

    private final long limit;
    private final Path consumersScratch;
    private final BooleanSupplier stop;
    private final Map<String, KeptFile> found = new LinkedHashMap<>();
    private final List<String> tooLarge = new ArrayList<>();
    private final List<String> special = new ArrayList<>();
    private final List<String> outside = new ArrayList<>();
    private final List<String> unreadable = new ArrayList<>();
    private final List<String> unmatched = new ArrayList<>();
    private int beyond;
    private long bytes;
    private boolean directories;

    /**
     * What was found.
     *
     * @param files in the order in which they are to be sent
     * @param remarks what a person should know of those that were left out
     */
    record Found(List<KeptFile> files, List<String> remarks) {}

    /**
     * @param limit how many bytes all files together may have
     * @param consumersScratch where other jobs have their scratch directories: it is not looked into from outside
     * @param stop asked for each file: whether to give up
     */
    Gathering(long limit, Path consumersScratch, BooleanSupplier stop) {
        this.limit = limit;
        this.consumersScratch = consumersScratch;
        this.stop = stop;
    }

    /**
     * Looks for them.
     *
     * @param differing the files that differ, with the names under which they are brought back
     * @param directories where the patterns begin: the job's directory, and its scratch directory if it has one
     */
    Found gather(List<KeptFile> differing, List<Keep> patterns, Verdict verdict, List<Path> directories) {
        for (KeptFile file : differing) {
            add(file.name(), file.path());
        }
        for (Keep keep : patterns) {
            if (!keep.onFail() || !verdict.isSuccess()) {
                gather(keep, directories, verdict);
            }
        }
        return new Found(List.copyOf(found.values()), remarks());
    }

    private void gather(Keep keep, List<Path> roots, Verdict verdict) {
        KeepPattern pattern;
        try {
            pattern = new KeepPattern(keep.glob());
        } catch (IllegalArgumentException e) {
            unreadable.add("keep " + Shown.text(keep.glob()) + " is no pattern here");
            return;
        }
        if (pattern.leadsOut()) {
            outside.add("keep " + Shown.text(keep.glob()));
            return;
        }
        int matches = 0;
        directories = false;
        for (Path root : roots) {
            matches += gather(pattern, root);
        }
        if (matches == 0 && verdict == Verdict.PASSED) {
            unmatched.add(Shown.text(keep.glob()) + (directories ? " but directories" : ""));
        }
    }

    private int gather(KeepPattern pattern, Path root) {
        // sorted, so that it does not depend on the file system which files are beyond a limit
        Map<String, Path> matches = new TreeMap<>();
        try {
            Path real = root.toRealPath();
            Path start = real.resolve(pattern.start());
            if (Files.notExists(start)) {
                return 0;
            }
            if (!start.toRealPath().startsWith(real)) {
                outside.add("keep " + Shown.text(pattern.glob()));
                return 1;
            }
            Visitor visitor = new Visitor(real, start, pattern, matches);
            Files.walkFileTree(start, Set.of(), pattern.depth(), visitor);
        } catch (IOException e) {
            unreadable.add(Shown.text(root.toString()) + " cannot be looked through: " + e.getMessage());
        }
        matches.forEach((name, path) -> add(root, name, path));
        return matches.size();
    }

    private final class Visitor extends SimpleFileVisitor<Path> {
        private final Path root;
        private final Path start;
        private final KeepPattern pattern;
        private final Map<String, Path> matches;

        Visitor(Path root, Path start, KeepPattern pattern, Map<String, Path> matches) {
            this.root = root;
            this.start = start;
            this.pattern = pattern;
            this.matches = matches;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
            if (stop.getAsBoolean()) {
                return FileVisitResult.TERMINATE;
            }
            if (path.equals(start)) {
                return FileVisitResult.CONTINUE;
            }
            directories |= pattern.matches(root.relativize(path));
            boolean foreign = path.equals(consumersScratch) || Files.exists(path.resolve(JOURNAL));
            return foreign ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
            Path relative = root.relativize(path);
            if (pattern.matches(relative)) {
                if (attributes.isDirectory()) {
                    directories = true;
                } else if (matches.size() < MOST_FILES) {
                    matches.put(relative.toString().replace(path.getFileSystem().getSeparator(), "/"), path);
                } else {
                    beyond++;
                }
            }
            return stop.getAsBoolean() ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path path, IOException e) {
            unreadable.add(Shown.text(root.relativize(path).toString()) + " cannot be read");
            return FileVisitResult.CONTINUE;
        }
    }

    /** A match of a pattern; a link must not lead out of the directory. */
    private void add(Path root, String name, Path path) {
        try {
            Path real = path.toRealPath();
            if (!real.startsWith(root.toRealPath())) {
                outside.add(Shown.text(name));
                return;
            }
            KeptFile same = found.get(name);
            if (same == null || !Files.isSameFile(same.path(), real)) {
                add(same == null ? name : "scratch/" + name, real);
            }
        } catch (IOException e) {
            unreadable.add(Shown.text(name) + " leads to nothing");
        }
    }

    private void add(String name, Path path) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (attributes.isDirectory()) {
                directories = true;
            } else if (!attributes.isRegularFile()) {
                // to open a pipe would wait for a writer
                special.add(Shown.text(name));
            } else if (!Files.isReadable(path)) {
                unreadable.add(Shown.text(name) + " cannot be read: permission denied");
            } else if (attributes.size() > limit - bytes) {
                tooLarge.add(Shown.text(name) + " (" + ByteSizes.format(attributes.size()) + ")");
            } else if (found.size() >= MOST_FILES) {
                beyond++;
            } else if (found.putIfAbsent(name, new KeptFile(name, path)) == null) {
                bytes += attributes.size();
            }
        } catch (IOException e) {
            unreadable.add(Shown.text(name) + " cannot be read: " + e.getMessage());
        }
    }

    private List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        if (!tooLarge.isEmpty()) {
            remarks.add("kept " + found.size() + (found.size() == 1 ? " file; " : " files; ") + some(tooLarge)
                    + (tooLarge.size() == 1 ? " is" : " are") + " beyond the " + ByteSizes.format(limit)
                    + " of --keep-limit");
        }
        if (beyond > 0) {
            remarks.add("kept no more than " + MOST_FILES + " files; " + beyond + " are left out");
        }
        if (!special.isEmpty()) {
            remarks.add("not kept: " + some(special)
                    + (special.size() == 1 ? " is no regular file" : " are no regular files"));
        }
        if (!outside.isEmpty()) {
            remarks.add("not kept: " + some(outside) + (outside.size() == 1 ? " leads" : " lead")
                    + " out of the job's directory");
        }
        if (!unreadable.isEmpty()) {
            remarks.add("not kept: " + some(unreadable));
        }
        if (!unmatched.isEmpty()) {
            remarks.add("nothing matches keep " + some(unmatched));
        }
        if (stop.getAsBoolean()) {
            remarks.add("not all files to keep were looked for, since the job was cut short");
        }
        return remarks;
    }

    private static String some(List<String> names) {
        String text = String.join(", ", names.subList(0, Math.min(NAMED, names.size())));
        int more = names.size() - NAMED;
        return more > 0 ? text + " and " + more + " more" : text;
    }
}
