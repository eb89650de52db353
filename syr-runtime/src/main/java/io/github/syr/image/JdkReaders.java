package io.github.syr.image;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;

/** The JDK's own image readers, whatever plugins the class path brings and whichever class loader asks. */
final class JdkReaders {

    private JdkReaders() {}

    /** @param format as ImageIO names it: jpeg, png */
    static ImageReader create(String format) throws IOException {
        Iterator<ImageReaderSpi> providers = IIORegistry.getDefaultInstance().getServiceProviders(ImageReaderSpi.class, true);
        while (providers.hasNext()) {
            ImageReaderSpi provider = providers.next();
            if (provider.getClass().getModule().equals(ImageIO.class.getModule()) && List.of(provider.getFormatNames()).contains(format)) {
                return provider.createReaderInstance();
            }
        }
        throw new IllegalStateException("the JDK's " + format + " reader is not registered with ImageIO; something has removed it");
    }
}
