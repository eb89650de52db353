import groovy.json.JsonSlurper
import javax.imageio.ImageIO

for (format in ['syr', 'labelme', 'coco', 'coco-shapes', 'via', 'folders', 'cutouts', 'labels']) {
    def dataset = new JsonSlurper().parse(new File(basedir, "$format/target/syr/dataset.json"))
    assert dataset.schema == 'syr/dataset/1'
    assert dataset.images.size() == 3: format
    assert dataset.splits.values()*.images.sum() == 3: format
    for (image in dataset.images) {
        assert image.objects.size() == 1: format
        assert image.objects[0].box == (format == 'syr' ? [9.0, 4.0, 31.0, 26.0] : [10.0, 5.0, 30.0, 25.0]): format
        def mask = ImageIO.read(new File(basedir, "$format/target/syr/${image.objects[0].mask}"))
        def pixels = 0
        for (y in 0..<30) for (x in 0..<40) pixels += (mask.raster.getSample(x, y, 0) == 255) ? 1 : 0
        assert pixels == 375: format
        assert mask.raster.getSample(17, 12, 0) == 0: "$format keeps the hole open"
        assert new File(basedir, "$format/target/syr/${image.overlay}").file
    }
}
assert !new File(basedir, 'nothing/target/syr/dataset.json').exists()
def log = new File(basedir, 'build.log').text
assert log.contains('3 annotations with iscrowd 1 are left out, as <crowd>exclude</crowd> says: ')
