import javax.imageio.ImageIO

def log = new File(basedir, 'build.log').text
assert log.contains('rank 8: trained') && log.contains('rank 16: trained')
assert log.contains('Packed rank 2, the best by validation Dice')
assert log.count('This plugin has ') >= 1
assert log.count('Nothing to do: this module names no <dataset>.') >= 1
assert log =~ /Passed: .*\(minDice\)/
def cut = ImageIO.read(new File(basedir, 'application/target/cut-out.png'))
assert cut.width == 1200 && cut.height == 900 && cut.colorModel.hasAlpha()
def opaque = 0
for (y in 0..<cut.height) for (x in 0..<cut.width) opaque += (cut.getRGB(x, y) >>> 24) == 255 ? 1 : 0
assert opaque > 1000 && opaque < 520 * 510
