import java.nio.file.Files

def root = basedir.canonicalFile.parentFile.parentFile.parentFile.parentFile.toPath()
def readme = new File(root.toFile(), 'README.md').text
def snippet = { heading, language ->
    def section = readme.substring(readme.indexOf("\n## $heading\n")).substring(1)
    section = section.substring(0, section.indexOf('\n## '))
    def start = section.indexOf("```$language\n") + language.length() + 4
    section.substring(start, section.indexOf('```', start))
}
def write = { path, text ->
    def file = new File(basedir, path)
    file.parentFile.mkdirs()
    file.text = text
}

write('adapter/pom.xml', new File(basedir, 'adapter.xml').text.replace('<!-- README -->', snippet('Use it in your build', 'xml')))
def rings = root.resolve('syr-its/src/it-data/rings')
def copyRings = { folder ->
    Files.walk(rings).withCloseable { files ->
        files.filter { it.fileName.toString() != 'damaged.json' }.forEach {
            def copy = folder.resolve(rings.relativize(it).toString().replace('rings.json', 'annotations.json'))
            Files.isDirectory(it) ? Files.createDirectories(copy) : Files.copy(it, copy)
        }
    }
}
copyRings(basedir.toPath().resolve('adapter/dataset'))

// the multi-module build of docs/goals.md
def goals = new File(root.toFile(), 'docs/goals.md').text
def multi = goals.substring(goals.indexOf('\n## In a multi-module build\n'), goals.indexOf('\n## On a GPU\n'))
def (parent, module) = (multi =~ /(?s)```xml\n(.*?)```/).collect { it[1] }
write('multi/pom.xml', new File(basedir, 'multi.xml').text.replace('<!-- PARENT -->', parent))
write('multi/rings/pom.xml', new File(basedir, 'multi-rings.xml').text.replace('<!-- MODULE -->', module))
write('multi/words/pom.xml', new File(basedir, 'multi-words.xml').text)
copyRings(basedir.toPath().resolve('multi/rings/dataset'))

def dependencies = snippet('Use it in your application', 'xml').replace('linux-x86_64', '${its.platform}')
write('application/pom.xml', new File(basedir, 'application.xml').text.replace('<!-- README -->', dependencies))
write('application/src/main/java/Application.java', """
import io.github.syr.image.Box;
import io.github.syr.segment.Mask;
import io.github.syr.segment.SegmentedImage;
import io.github.syr.segment.Segmenter;
import java.io.File;
import java.nio.file.Path;
import javax.imageio.ImageIO;

public class Application {

    public static void main(String[] args) throws Exception {
        File out = new File("target/cut-out.png");
${snippet('Use it in your application', 'java')}
    }
}
""")
Files.copy(root.resolve('dataset/unseen/images/pair-gold-65_a.jpg'), basedir.toPath().resolve('application/ring.jpg'))
return true
