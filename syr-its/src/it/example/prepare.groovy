def root = basedir.canonicalFile.parentFile.parentFile.parentFile.parentFile
for (folder in ['example-project', 'dataset']) {
    new AntBuilder().copy(todir: new File(basedir, folder)) {
        fileset(dir: new File(root, folder), excludes: '**/target/**')
    }
}
return true
