package io.github.syr.demo.web;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** The requests of the page, without a browser. */
record HttpPage(URI root) {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    HttpResponse<byte[]> send(String method, String path, byte[] body) {
        HttpRequest request = HttpRequest.newBuilder(root.resolve(path))
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body))
                .build();
        try {
            return CLIENT.send(request, BodyHandlers.ofByteArray());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<byte[]> get(String path) {
        return send("GET", path, new byte[0]);
    }

    HttpResponse<byte[]> post(String path, String json) {
        return send("POST", path, json.getBytes(StandardCharsets.UTF_8));
    }

    static JsonObject json(HttpResponse<byte[]> answer) {
        return JsonParser.parseString(new String(answer.body(), StandardCharsets.UTF_8))
                .getAsJsonObject();
    }

    static String error(HttpResponse<byte[]> answer) {
        return answer.statusCode() + " " + json(answer).get("error").getAsString();
    }

    /** The id of an image that is uploaded. */
    String upload(String name, byte[] content) {
        return json(send("POST", "api/images?name=" + name, content)).get("id").getAsString();
    }

    /** Waits for an encoding's end; its last state. */
    JsonObject encoded(String id, String model) {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (System.nanoTime() < end) {
            JsonObject state = json(post("api/images/" + id + "/encoding", "{\"model\":\"" + model + "\"}"));
            String word = state.get("state").getAsString();
            if (word.equals("ready") || word.equals("failed")) {
                return state;
            }
            Thread.onSpinWait();
        }
        throw new IllegalStateException("no end of the encoding");
    }

    /** Objects of one box each, as the page sends them. */
    static String boxes(String model, String more, double[]... boxes) {
        StringBuilder objects = new StringBuilder();
        for (double[] box : boxes) {
            objects.append(objects.isEmpty() ? "" : ",")
                    .append("{\"box\":")
                    .append(java.util.Arrays.toString(box))
                    .append(",\"points\":[],\"label\":\"ring\"}");
        }
        return "{\"model\":\"" + model + "\",\"objects\":[" + objects + "]" + more + "}";
    }

    /** What is answered to bytes that no client library would send. */
    String raw(String request) {
        try (Socket socket = new Socket(root.getHost(), root.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            InputStream in = socket.getInputStream();
            StringBuilder answer = new StringBuilder();
            for (int b = in.read(); b >= 0; b = in.read()) {
                answer.append((char) b);
                if (answer.indexOf("}") > 0) {
                    break;
                }
            }
            return answer.toString();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
