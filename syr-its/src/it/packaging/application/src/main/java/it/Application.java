package it;

import java.net.URL;
import java.util.Collections;

/** Prints the index of each adapter, and each base checkpoint, on its class path. */
public class Application {

    public static void main(String[] args) throws Exception {
        for (String name : args) {
            for (URL url : Collections.list(Application.class.getClassLoader().getResources(name))) {
                System.out.println("Found: " + url);
            }
        }
    }
}
