package io.github.syr.maven.checkpoint;

import java.net.URI;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/** Meta's checkpoints, by the names that {@code <checkpoint>} knows. */
public enum KnownCheckpoint {
    VIT_B(
            "vit_b",
            "sam_vit_b_01ec64.pth",
            375_042_383L,
            "ec2df62732614e57411cdcf32a23ffdf28910380d03139ee0f4fcbe91eb8c912"),
    VIT_L("vit_l", "sam_vit_l_0b3195.pth", -1, "3adcc4315b642a4d2101128f611684e8734c41232a17c648ed1693702a49a622"),
    VIT_H(
            "vit_h",
            "sam_vit_h_4b8939.pth",
            2_564_550_879L,
            "a7bf3b02f3ebf1267aba913ff637d9a2d5c33d3173bb679e46d9f338c26f262e");

    /** Where Meta publishes them. */
    public static final URI ROOT = URI.create("https://dl.fbaipublicfiles.com/segment_anything/");

    private final String word;
    private final String fileName;
    private final long bytes;
    private final String sha256;

    KnownCheckpoint(String word, String fileName, long bytes, String sha256) {
        this.word = word;
        this.fileName = fileName;
        this.bytes = bytes;
        this.sha256 = sha256;
    }

    static Optional<KnownCheckpoint> of(String word) {
        return Arrays.stream(values()).filter(known -> known.word.equals(word)).findFirst();
    }

    /** Where Meta has it; the source that {@code adapter.json} names, whatever mirror it came from. */
    public URI uri() {
        return ROOT.resolve(fileName);
    }

    public String fileName() {
        return fileName;
    }

    /** Its length, where it is known. */
    public OptionalLong bytes() {
        return bytes < 0 ? OptionalLong.empty() : OptionalLong.of(bytes);
    }

    public String sha256() {
        return sha256;
    }
}
