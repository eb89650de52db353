package io.github.syr.annotation;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.github.syr.annotation.DatasetAddition.NewObject;
import io.github.syr.image.Polygon;
import io.github.syr.image.Size;
import java.util.List;

/**
 * LabelMe's JSON of an image: outlines along the edges of pixels, those of an object as one group, so that filled by
 * the even-odd rule they are exactly its mask.
 */
public final class LabelMeFile {

    /** What an object is called that nobody named: LabelMe has no objects without a label. */
    static final String UNLABELLED = "object";

    static final String SHAPES = "shapes";

    private LabelMeFile() {}

    /**
     * The file's content.
     *
     * @param imagePath where the image lies, relative to this file, with {@code /}
     * @param size of the upright image
     */
    public static byte[] bytes(String imagePath, Size size, List<NewObject> objects) {
        JsonObject root = new JsonObject();
        root.addProperty("version", "5.0.0");
        root.add("flags", new JsonObject());
        root.add(SHAPES, shapes(objects));
        root.addProperty("imagePath", imagePath);
        root.add("imageData", JsonNull.INSTANCE);
        root.addProperty("imageHeight", size.height());
        root.addProperty("imageWidth", size.width());
        return JsonText.bytes(root);
    }

    static JsonArray shapes(List<NewObject> objects) {
        JsonArray shapes = new JsonArray();
        for (int number = 0; number < objects.size(); number++) {
            NewObject object = objects.get(number);
            String label = object.label().isBlank() ? UNLABELLED : object.label();
            for (List<Polygon.Corner> outline : Outlines.of(object.mask())) {
                shapes.add(shape(label, number + 1, outline));
            }
        }
        return shapes;
    }

    private static JsonObject shape(String label, int group, List<Polygon.Corner> outline) {
        JsonArray points = new JsonArray();
        for (Polygon.Corner corner : outline) {
            JsonArray point = new JsonArray();
            point.add(corner.x());
            point.add(corner.y());
            points.add(point);
        }
        JsonObject shape = new JsonObject();
        shape.addProperty("label", label);
        shape.add("points", points);
        shape.addProperty("group_id", group);
        shape.addProperty("shape_type", "polygon");
        shape.add("flags", new JsonObject());
        return shape;
    }
}
