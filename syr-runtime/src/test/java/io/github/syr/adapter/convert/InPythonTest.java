package io.github.syr.adapter.convert;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.syr.adapter.Adapter;
import io.github.syr.adapter.AdapterFile;
import io.github.syr.checkpoint.SamCheckpoint;
import io.github.syr.testing.Python;
import io.github.syr.testing.ReferenceFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Exported adapters and merged checkpoints, read by Python's {@code safetensors} and merged by numpy as peft and the
 * predecessor merge them: all come to the same weights.
 *
 * <p>Needs a Python with {@code safetensors} and {@code numpy} (system property {@code syr.python}, else
 * {@code python3}).
 */
@Tag("python")
class InPythonTest {

    private static final String SCRIPT = """
            import json, sys
            import numpy as np
            from safetensors import safe_open
            from safetensors.numpy import load_file
            folder, base_file, huggingface_file = sys.argv[1:]
            base, merged = load_file(base_file), load_file(folder + '/merged.safetensors')
            assert sorted(base) == sorted(merged), set(base) ^ set(merged)
            assert all(base[n].shape == merged[n].shape and merged[n].dtype == np.float32 for n in base)

            # Hugging Face's layout: the names that transformers saved, and the second name of the shared embedding
            hf, saved = load_file(folder + '/huggingface/model.safetensors'), load_file(huggingface_file)
            assert sorted(hf) == sorted([*saved, 'prompt_encoder.shared_embedding.positional_embedding'])
            assert all(saved[n].shape == hf[n].shape for n in saved)
            with safe_open(folder + '/huggingface/model.safetensors', 'np') as f:
                assert f.metadata()['format'] == 'pt'
            assert json.load(open(folder + '/huggingface/config.json'))['model_type'] == 'sam'

            def close(name, ours, theirs):
                worst = np.abs(ours - theirs).max()
                assert worst < 1e-6, (name, worst)
                return worst

            # peft: lora_B.weight @ lora_A.weight * (lora_alpha / r), by module
            config = json.load(open(folder + '/peft/adapter_config.json'))
            tensors = load_file(folder + '/peft/adapter_model.safetensors')
            assert config['peft_type'] == 'LORA' and not config['use_rslora'] and not config['fan_in_fan_out']
            changed, worst = set(), 0
            for module in config['target_modules']:
                a, b = (tensors.pop(f'base_model.model.{module}.lora_{x}.weight') for x in 'AB')
                r = config['rank_pattern'].get(module, config['r'])
                alpha = config['alpha_pattern'].get(module, config['lora_alpha'])
                assert a.shape[0] == r == b.shape[1], module
                name = module.replace('vision_encoder.layers', 'image_encoder.blocks') + '.weight'
                weight = base[name] + (b.astype(np.float64) @ a * (alpha / r)).astype(np.float32)
                worst = max(worst, close(name, merged[name], weight), close(name, hf[module + '.weight'], weight))
                changed.add(name)
            assert not tensors, list(tensors)
            assert changed == {n for n in base if not np.array_equal(base[n], merged[n])}

            # the predecessor: q and v in turns
            tensors, qv = load_file(folder + '/predecessor.safetensors'), load_file(folder + '/qv.safetensors')
            for n in range(len(tensors) // 2):
                name = f'image_encoder.blocks.{n // 2}.attn.qkv.weight'
                d = base[name].shape[1]
                rows = slice(0, d) if n % 2 == 0 else slice(2 * d, 3 * d)
                delta = tensors[f'w_b_{n:03d}'].astype(np.float64) @ tensors[f'w_a_{n:03d}']
                worst = max(worst, close(name, qv[name][rows], base[name][rows] + delta.astype(np.float32)))
            print('same', len(changed), n + 1)
            """;

    @TempDir
    Path folder;

    private static String python;

    @BeforeAll
    static void findPython() throws Exception {
        python = Python.with("numpy, safetensors");
    }

    @Test
    void allComeToTheSameWeights() throws Exception {
        SamCheckpoint base = MiniAdapter.base();
        Adapter everyKind = MiniAdapter.ofEveryKind(base);
        new MergedCheckpoint(base, everyKind).writeMeta(folder.resolve("merged.safetensors"));
        new MergedCheckpoint(base, everyKind).writeHuggingFace(folder.resolve("huggingface"));
        PeftFolder.write(folder.resolve("peft"), everyKind, base);
        Adapter queriesAndValues = MiniAdapter.ofQueriesAndValues(base);
        AdapterFile.writePredecessor(folder.resolve("predecessor.safetensors"), queriesAndValues);
        new MergedCheckpoint(base, queriesAndValues).writeMeta(folder.resolve("qv.safetensors"));
        Path script = Files.writeString(folder.resolve("read.py"), SCRIPT);
        Process process = new ProcessBuilder(
                        python,
                        script.toString(),
                        folder.toString(),
                        ReferenceFiles.file("mini_sam.safetensors").toString(),
                        ReferenceFiles.file("mini_huggingface/model.safetensors")
                                .toString())
                .redirectErrorStream(true)
                .start();
        String out = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), out);
        assertEquals("same 7 8", out.strip());
    }
}
