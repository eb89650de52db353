package io.github.syr.demo.web;

import io.github.syr.demo.DemoRequest;
import io.github.syr.demo.image.ImageStore;
import io.github.syr.demo.model.Encodings;
import io.github.syr.error.SyrException;
import io.github.syr.json.Json;
import io.github.syr.json.RecordJson;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The server of the page, on the loopback address alone. */
public final class DemoServer implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final List<String> SCRIPTS = List.of(
            "api.js",
            "asking.js",
            "dataset.js",
            "demo.js",
            "frame.js",
            "gestures.js",
            "keys.js",
            "picture.js",
            "view.js");
    private static final int MOST_IMAGES = 100;
    private static final int MOST_THREADS = 16;
    private static final long MOST_JSON_BYTES = 1_000_000;

    private final Access access = new Access();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final ImageStore images;
    private final Encodings encodings;
    private final Javalin server;

    private DemoServer(DemoRequest request, Messages.Limits limits) {
        images = new ImageStore(limits.images());
        encodings = new Encodings(request.checkpoint(), request.execution());
        DatasetApi dataset = new DatasetApi(request.dataset(), Path.of(request.output()), images);
        ImageApi api = new ImageApi(request, limits, images, encodings, dataset);
        server = Javalin.create(config -> configure(config, api, dataset));
    }

    /**
     * Starts it.
     *
     * @throws SyrException if the port is taken
     */
    public static DemoServer start(DemoRequest request) {
        return start(request, new Messages.Limits(MOST_IMAGES, 200_000_000));
    }

    static DemoServer start(DemoRequest request, Messages.Limits limits) {
        DemoServer demo = new DemoServer(request, limits);
        try {
            demo.server.start(HOST, request.port());
            return demo;
        } catch (JavalinBindException e) {
            demo.close();
            throw SyrException.badRequest(
                    "Port " + request.port() + " is taken by another program.",
                    "Name another port, or 0 for any that is free.");
        } catch (RuntimeException e) {
            demo.close();
            throw e;
        }
    }

    private void configure(JavalinConfig config, ImageApi api, DatasetApi dataset) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.jetty.threadPool = new QueuedThreadPool(MOST_THREADS);
        config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
        config.http.defaultContentType = "application/json";
        RoutesConfig routes = config.routes;
        routes.before(access::require);
        page(routes, "", "index.html", "text/html");
        page(routes, "demo.css", "demo.css", "text/css");
        for (String script : SCRIPTS) {
            page(routes, script, script, "text/javascript");
        }
        routes.get("/{token}/api/state", context -> answer(context, api.state()));
        routes.get("/{token}/api/dataset", context -> answer(context, dataset.state()));
        routes.post("/{token}/api/images", context -> answer(context, api.upload(context)));
        routes.post(
                "/{token}/api/dataset-images",
                context -> answer(context, api.take(json(context, Messages.DatasetImage.class))));
        routes.delete("/{token}/api/images/{id}", api::remove);
        routes.get("/{token}/api/images/{id}/picture", api::picture);
        routes.post(
                "/{token}/api/images/{id}/encoding",
                context -> answer(context, api.encoding(context, json(context, Messages.EncodingRequest.class))));
        routes.post(
                "/{token}/api/images/{id}/masks",
                context -> answer(context, api.masks(context, json(context, Messages.MaskRequest.class))));
        routes.post(
                "/{token}/api/images/{id}/export",
                context -> api.export(context, json(context, Messages.ExportRequest.class)));
        routes.post(
                "/{token}/api/images/{id}/addition",
                context -> answer(context, api.add(context, json(context, Messages.AdditionRequest.class))));
        routes.post("/{token}/api/stop", this::stop);
        routes.exception(
                SyrException.class, (e, context) -> problem(context, HttpStatus.UNPROCESSABLE_CONTENT, e.getMessage()));
        routes.exception(
                HttpResponseException.class,
                (e, context) -> problem(context, HttpStatus.forStatus(e.getStatus()), e.getMessage()));
        routes.exception(Exception.class, (e, context) -> {
            e.printStackTrace();
            problem(context, HttpStatus.INTERNAL_SERVER_ERROR, "The demo failed: " + e + ". Its log has more.");
        });
    }

    /** The page has its answer before anything ends. */
    private void stop(Context context) {
        Request request = ServletContextRequest.getServletContextRequest(context.req());
        Request.addCompletionListener(request, failure -> stopped.countDown());
    }

    private static void page(RoutesConfig routes, String path, String resource, String type) {
        byte[] content;
        try (InputStream in = DemoServer.class.getResourceAsStream(resource)) {
            content = in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        routes.get(
                "/{token}/" + path,
                context -> context.contentType(type + "; charset=utf-8").result(content));
    }

    private static void problem(Context context, HttpStatus status, String words) {
        context.status(status);
        answer(context, new Messages.Problem(words));
    }

    private static void answer(Context context, Record message) {
        context.contentType("application/json").result(Json.writeLine(RecordJson.toJson(message)));
    }

    private static <T extends Record> T json(Context context, Class<T> type) {
        Access.requireLength(context, MOST_JSON_BYTES);
        return RecordJson.fromJson(Json.parse(context.body(), "the request"), type, "the request");
    }

    /** The page's address, with its token. */
    public URI url() {
        return URI.create("http://" + HOST + ":" + server.port() + "/" + access.token() + "/");
    }

    /** Waits until the page says that it is to end. */
    public void await() throws InterruptedException {
        stopped.await();
    }

    /** Deletes what it was given, in a process that ends. */
    public void deleteImages() {
        images.close();
    }

    /** Ends it, and deletes what it was given. */
    @Override
    public void close() {
        stopped.countDown();
        server.stop();
        encodings.close();
        images.close();
    }
}
