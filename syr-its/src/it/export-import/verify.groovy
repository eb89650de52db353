import groovy.json.JsonSlurper

def log = new File(basedir, 'build.log').text.replace('\\', '/')
def builds = log.split('Scanning for projects').drop(1)
assert builds.size() == 8
def exported = new File(basedir, 'target/syr/export/rank-2')
def imported = new File(basedir, 'target/syr/import/adapter.safetensors')
println exported.list()

def config = new JsonSlurper().parse(new File(exported, 'peft/adapter_config.json'))
assert config.peft_type == 'LORA'
assert new File(exported, 'peft/adapter_model.safetensors').length() > 1000
assert new File(exported, 'merged.safetensors').length() > 8_000_000
assert new File(exported, 'huggingface/config.json').file && new File(exported, 'huggingface/model.safetensors').length() > 8_000_000
assert new File(exported, 'predecessor.safetensors').length() in 10_000..1_000_000
assert imported.length() > 1000
assert builds[4].contains('rank 2: trained') && builds[4].contains('BUILD SUCCESS')

assert builds[5].contains('BUILD FAILURE') && builds[6].contains('BUILD FAILURE') && builds[7].contains('BUILD FAILURE')
assert builds[6] =~ /rank/ && builds[6].contains('3')
assert builds[7].contains('nowhere')
