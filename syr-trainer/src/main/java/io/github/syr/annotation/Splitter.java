package io.github.syr.annotation;

import io.github.syr.error.SyrException;
import io.github.syr.message.Dataset.Split;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Decides which image is in which split: as the annotations tell it, else by hash. A group (images of one
 * {@code splitGroup}, else each image) is never torn by what is decided here.
 */
final class Splitter {

    private static final double TRAIN_BELOW = 0.7;
    private static final double VALIDATION_BELOW = 0.85;
    private static final double VALIDATION_OF_TRAIN = 0.2;

    /** What is put before a group's name to get a second number that has nothing to do with the first. */
    private static final String SECOND = "validation\n";

    private final DatasetFolder folder;
    private final Optional<SplitGroup> splitGroup;
    private final Consumer<String> information;
    private final Consumer<String> warnings;

    Splitter(
            DatasetFolder folder,
            Optional<SplitGroup> splitGroup,
            Consumer<String> information,
            Consumer<String> warnings) {
        this.folder = folder;
        this.splitGroup = splitGroup;
        this.information = information;
        this.warnings = warnings;
    }

    /**
     * An image and where it belongs.
     *
     * @param name unique in its split: the file's name or, where another image of the split has the same, its path
     *     relative to the data set
     * @param group what stays together
     */
    record Member(AnnotatedImage image, Split split, String name, String group) {}

    private Member member(AnnotatedImage image, Split split) {
        return new Member(image, split, image.name(), group(image));
    }

    /**
     * Splits a data set.
     *
     * @throws SyrException if some images tell their split and others don't, an image is in two splits or annotated
     *     twice, or a split comes out empty
     */
    List<Member> split(List<AnnotatedImage> images) {
        List<AnnotatedImage> told =
                images.stream().filter(image -> image.split().isPresent()).toList();
        if (!told.isEmpty() && told.size() < images.size()) {
            AnnotatedImage untold = images.stream()
                    .filter(image -> image.split().isEmpty())
                    .findFirst()
                    .orElseThrow();
            throw untold.place()
                    .error(
                            "no split is given for " + folder.nameOf(untold.file()) + ", but "
                                    + folder.nameOf(told.get(0).file()) + " is in "
                                    + told.get(0).split().orElseThrow().word() + ".",
                            "Give one for every image by folders train, validation and test, or for none.");
        }
        List<Member> members = told.isEmpty() ? byHash(images) : asTold(images);
        requireAnnotatedOnce(members);
        requireApart(members);
        requireAll(members, !told.isEmpty());
        return named(members).stream()
                .sorted(Comparator.comparing(Member::split)
                        .thenComparing(Member::name)
                        .thenComparing(member -> member.image().file()))
                .toList();
    }

    private List<Member> byHash(List<AnnotatedImage> images) {
        return images.stream()
                .map(image -> member(
                        image,
                        ofFraction(splitGroup
                                .map(group -> Fraction.ofName(group.of(image, folder)))
                                .orElseGet(() -> Fraction.ofDigest(folder.sha256(image.file()))))))
                .toList();
    }

    private static Split ofFraction(double fraction) {
        return fraction < TRAIN_BELOW ? Split.TRAIN : fraction < VALIDATION_BELOW ? Split.VALIDATION : Split.TEST;
    }

    private List<Member> asTold(List<AnnotatedImage> images) {
        List<Member> members = images.stream()
                .map(image -> member(image, image.split().orElseThrow()))
                .toList();
        warnOfTornGroups(members);
        return members.stream().anyMatch(member -> member.split() == Split.VALIDATION)
                ? members
                : withValidation(members);
    }

    private void warnOfTornGroups(List<Member> members) {
        Map<String, Set<Split>> splits = new TreeMap<>();
        if (splitGroup.isPresent()) {
            members.forEach(member -> splits.computeIfAbsent(member.group(), group -> EnumSet.noneOf(Split.class))
                    .add(member.split()));
        }
        splits.forEach((group, in) -> {
            if (in.size() > 1) {
                warnings.accept("The split group \"" + group + "\" is in "
                        + String.join(" and ", in.stream().map(Split::word).toList())
                        + ", as the data set says: what is measured there was partly learned.");
            }
        });
    }

    /** Gives up a fifth of the training groups for validation: at least one, and one at least stays. */
    private List<Member> withValidation(List<Member> members) {
        Map<String, Double> fractions = new HashMap<>();
        members.stream()
                .filter(member -> member.split() == Split.TRAIN)
                .map(Member::group)
                .forEach(group -> fractions.put(group, Fraction.ofName(SECOND + group)));
        List<String> ascending = fractions.keySet().stream()
                .sorted(Comparator.comparing((String group) -> fractions.get(group))
                        .thenComparing(group -> group))
                .toList();
        int below = (int) ascending.stream()
                .filter(group -> fractions.get(group) < VALIDATION_OF_TRAIN)
                .count();
        int given = Math.max(Math.min(1, ascending.size()), Math.min(below, ascending.size() - 1));
        Set<String> validation = Set.copyOf(ascending.subList(0, given));
        List<Member> result = new ArrayList<>();
        for (Member member : members) {
            boolean moves = member.split() == Split.TRAIN && validation.contains(member.group());
            result.add(moves ? member(member.image(), Split.VALIDATION) : member);
        }
        information.accept("The data set has no validation split: " + count(result, Split.VALIDATION) + " of its "
                + count(members, Split.TRAIN)
                + " training images are taken for it, chosen by hash. Name your own to choose them yourself.");
        return result;
    }

    private String group(AnnotatedImage image) {
        return splitGroup.map(group -> group.of(image, folder)).orElseGet(() -> folder.sha256(image.file()));
    }

    private static long count(List<Member> members, Split split) {
        return members.stream().filter(member -> member.split() == split).count();
    }

    private List<Member> named(List<Member> members) {
        Map<String, Long> counts = members.stream()
                .collect(Collectors.groupingBy(
                        member -> member.split().word() + "/" + member.name(), Collectors.counting()));
        return members.stream()
                .map(member -> counts.get(member.split().word() + "/" + member.name()) == 1
                        ? member
                        : new Member(
                                member.image(),
                                member.split(),
                                folder.nameOf(member.image().file()),
                                member.group()))
                .toList();
    }

    private void requireAnnotatedOnce(List<Member> members) {
        Map<Path, AnnotatedImage> seen = new HashMap<>();
        for (Member member : members) {
            AnnotatedImage twin = seen.put(member.image().file(), member.image());
            if (twin != null) {
                throw member.image()
                        .place()
                        .error(
                                "the image " + folder.nameOf(twin.file()) + " is annotated twice; first at "
                                        + twin.place() + ".",
                                "Put all its objects into one annotation, or delete one of the two.");
            }
        }
    }

    private void requireApart(List<Member> members) {
        Map<String, Member> seen = new HashMap<>();
        for (Member member : members) {
            Member twin = seen.putIfAbsent(folder.sha256(member.image().file()), member);
            if (twin == null) {
                continue;
            }
            String both =
                    folder.nameOf(twin.image().file()) + " (" + twin.split().word() + ") and "
                            + folder.nameOf(member.image().file()) + " ("
                            + member.split().word() + ")";
            if (twin.split() != member.split()) {
                throw SyrException.badData(
                        folder.root(),
                        "the same image is in two splits: " + both + ".",
                        "Delete one of them: an image that is trained on can't judge the training.");
            }
            warnings.accept("The same image is there twice: " + both + ".");
        }
    }

    private void requireAll(List<Member> members, boolean told) {
        for (Split split : Split.values()) {
            if (count(members, split) == 0) {
                throw SyrException.badData(
                        folder.root(),
                        "the split " + split.word() + " has no image: there are " + count(members, Split.TRAIN)
                                + " train, "
                                + count(members, Split.VALIDATION) + " validation and " + count(members, Split.TEST)
                                + " test images"
                                + (told ? "." : ", chosen by hash."),
                        told
                                ? "Sort images into a folder " + split.word()
                                        + "; or give no splits by folders and file names, then all three are chosen by"
                                        + " hash."
                                : "Add images, or choose the splits yourself by folders train, validation and test.");
            }
        }
    }
}
