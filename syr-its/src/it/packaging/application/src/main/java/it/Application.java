package it;

import java.net.URL;
import java.util.Collections;

/** Prints where on its class path the adapters and their base checkpoint are. */
public class Application {

    public static void main(String[] args) throws Exception {
        for (String name : args) {
            for (URL url : Collections.list(Application.class.getClassLoader().getResources(name))) {
                System.out.println("Found: " + url);
            }
        }
    }
}
