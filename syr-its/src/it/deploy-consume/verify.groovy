import javax.imageio.ImageIO

assert new File(basedir, 'deployed/it/deploy/adapter/1.0/adapter-1.0.jar').file
def log = new File(basedir, 'build.log').text
assert log =~ /Downloaded from deployed: file:\S*adapter-1\.0\.jar/
def cut = ImageIO.read(new File(basedir, 'consumer/target/cut-out.png'))
assert cut.colorModel.hasAlpha()
def opaque = 0
for (y in 0..<cut.height) for (x in 0..<cut.width) opaque += (cut.getRGB(x, y) >>> 24) == 255 ? 1 : 0
assert opaque > 100 && opaque < cut.width * cut.height - 100

// the second release brings the checkpoint itself
def builds = log.split('Scanning for projects').drop(1)
assert builds[2].contains('The base checkpoint tiny is packed beside it: applications need no other file.')
def bundled = new java.util.zip.ZipFile(new File(basedir, 'deployed/it/deploy/adapter/1.1/adapter-1.1.jar')).withCloseable { jar ->
    jar.entries().findAll { it.name.startsWith('META-INF/syr/checkpoint/') && it.name.endsWith('.pth') }*.size
}
assert bundled == [9_211_231L]
assert builds[3].contains('adapter-1.1.jar') && !builds[3].contains('syr-checkpoint-tiny')
assert builds[3].contains('BUILD SUCCESS')
return true
