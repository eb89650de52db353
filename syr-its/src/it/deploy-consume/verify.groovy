import javax.imageio.ImageIO

assert new File(basedir, 'deployed/it/deploy/adapter/1.0/adapter-1.0.jar').file
def log = new File(basedir, 'build.log').text
assert log =~ /Downloaded from deployed: file:\S*adapter-1\.0\.jar/
def cut = ImageIO.read(new File(basedir, 'consumer/target/cut-out.png'))
assert cut.colorModel.hasAlpha()
def opaque = 0
for (y in 0..<cut.height) for (x in 0..<cut.width) opaque += (cut.getRGB(x, y) >>> 24) == 255 ? 1 : 0
assert opaque > 100 && opaque < cut.width * cut.height - 100
