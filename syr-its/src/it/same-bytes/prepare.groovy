import java.nio.file.Files

/** Copies the data set; a folder lists its files as it likes, often in the order in which they came. */
def copy(File from, File to, boolean backwards) {
    def files = []
    from.eachFileRecurse { if (it.file) files << it }
    files.sort()
    (backwards ? files.reverse() : files).each {
        def target = to.toPath().resolve(from.toPath().relativize(it.toPath()))
        Files.createDirectories(target.parent)
        Files.copy(it.toPath(), target)
    }
}

['rings', 'elsewhere'].each { new File(basedir, it).deleteDir() }
def other = new File(basedir, 'elsewhere/ä ö')
copy(data as File, new File(basedir, 'rings'), false)
copy(data as File, new File(other, 'rings'), true)
Files.copy(new File(basedir, 'pom.xml').toPath(), new File(other, 'pom.xml').toPath())
return true
