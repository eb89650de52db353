import javax.imageio.ImageIO

def cut = ImageIO.read(new File(basedir, 'example-project/ring-cutout/target/cut-out.png'))
assert cut.colorModel.hasAlpha()
assert (cut.getRGB(2, 2) >>> 24) == 0
def log = new File(basedir, 'build.log').text
assert log.contains('masks: 36 train, 12 validation, 12 test images')
assert log.contains('pixels are ring')
