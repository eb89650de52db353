import javax.imageio.ImageIO

def first = ImageIO.read(new File(basedir, 'first.png'))
assert first.colorModel.hasAlpha()
assert (first.getRGB(2, 2) >>> 24) == 0
def log = new File(basedir, 'first.log').text
assert log.contains('Downloaded from syr: file:')
assert log =~ /Downloaded from syr: \S*syr-trainer-\S*\.jar/
assert new File(basedir, 'compile.log').text =~ /Downloaded from syr: \S*syr-runtime-\S*\.jar/
assert log.contains('masks: 36 train, 12 validation, 12 test images')
assert log.contains('rank 16: trained') && log.contains('epoch 1/1')
assert log.contains('pixels are ring')
assert !log.contains('SLF4J')

// the photograph and the box that were named, with the adapter that was there
def own = ImageIO.read(new File(basedir, 'own.png'))
assert own.width == 1200 && own.height == 900
def again = new File(basedir, 'own.log').text
assert again.contains('rank 16: up to date') && !again.contains('rank 16: trained')
