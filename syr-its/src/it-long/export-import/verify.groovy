import groovy.json.JsonSlurper

def builds = new File(basedir, 'build.log').text.split('Scanning for projects').drop(1)
assert builds.size() == 6
def exported = new File(basedir, 'target/syr/export/rank-2')

def config = new JsonSlurper().parse(new File(exported, 'peft/adapter_config.json'))
assert config.peft_type == 'LORA'
// LoRA of rank 2 on q and v of 6 blocks of 128 channels, in float32
def between = { File file, long least, long most -> file.length() >= least && file.length() <= most }
assert between(new File(exported, 'predecessor.safetensors'), 24_576, 30_000)
assert between(new File(exported, 'peft/adapter_model.safetensors'), 24_576, 100_000)
[new File(exported, 'merged.safetensors'), new File(exported, 'huggingface/model.safetensors')].each {
    assert between(it, 8_000_000, 10_000_000)
}
assert new File(exported, 'huggingface/config.json').file

assert builds[2].contains('BUILD FAILURE') && builds[2].contains('rank is 3, which is not evaluated.')
assert builds[3].contains('Imported an adapter of rank 2, 12 LoRA pairs: ')
assert builds[4].contains('rank 2: trained') && builds[4].contains('BUILD SUCCESS')

// as it is, it is evaluated, packaged and checked as a trained one
assert builds[5] =~ /rank 2: not trained, validation Dice 0\.\d{4} of the initial adapter as it is/
assert builds[5].contains('Packed rank 2') && builds[5].contains('(minDice)') && builds[5].contains('Self-test passed') && builds[5].contains('BUILD SUCCESS')
return true
