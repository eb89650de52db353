package io.github.syr.checkpoint;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The names that a checkpoint's pickle may use, and what they stand for. All others are refused. */
final class TorchNames {

    static final String ORDERED_DICT = "collections.OrderedDict";
    static final String TENSOR = "torch._utils._rebuild_tensor_v2";

    static final String PARAMETER = "torch._utils._rebuild_parameter";

    private static final Map<String, DType> STORAGES = Map.ofEntries(
            Map.entry("torch.BoolStorage", DType.BOOL),
            Map.entry("torch.ByteStorage", DType.U8),
            Map.entry("torch.CharStorage", DType.I8),
            Map.entry("torch.ShortStorage", DType.I16),
            Map.entry("torch.IntStorage", DType.I32),
            Map.entry("torch.LongStorage", DType.I64),
            Map.entry("torch.HalfStorage", DType.F16),
            Map.entry("torch.BFloat16Storage", DType.BF16),
            Map.entry("torch.FloatStorage", DType.F32),
            Map.entry("torch.DoubleStorage", DType.F64));

    /** Types that stand beside tensors, as in a training program's options; nothing is made of them. */
    private static final Set<String> TYPES = Set.of(
            "torch.bool",
            "torch.uint8",
            "torch.int8",
            "torch.int16",
            "torch.int32",
            "torch.int64",
            "torch.float16",
            "torch.bfloat16",
            "torch.float32",
            "torch.float64");

    private TorchNames() {}

    static boolean isAllowed(String name) {
        return STORAGES.containsKey(name)
                || TYPES.contains(name)
                || switch (name) {
                    case ORDERED_DICT, TENSOR, PARAMETER -> true;
                    default -> false;
                };
    }

    /** What a storage class holds. */
    static Optional<DType> storage(String name) {
        return Optional.ofNullable(STORAGES.get(name));
    }
}
