package dev.labctl.output;

import dev.labctl.explain.causes.Explanation;
import dev.labctl.explain.causes.Explanation.Advice;
import dev.labctl.failure.Severity;
import dev.labctl.kubernetes.ObjectRef;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Explanations of every shape. */
public final class Explanations {
    private Explanations() {}

    public static List<Explanation> all() {
        return List.of(
                many(),
                imagePull(),
                new Explanation(
                        Severity.WARNING,
                        "POOL_MASK_CHANGED",
                        List.of(ObjectRef.ofCluster("cilium.io/v2alpha1", "CiliumPodIPPool", "acme-pool")),
                        "Nodes have blocks of /27 from the pool acme-pool, which says /28.",
                        "The pool's mask was changed after blocks were given.",
                        List.of("blocks given: 10.20.0.0/27 of worker"),
                        List.of(
                                new Advice(
                                        "Give the pool its old mask back",
                                        "kubectl edit ciliumpodippool acme-pool",
                                        ""),
                                new Advice("Or leave it as it is", "", "The nodes keep their blocks."))),
                new Explanation(
                        Severity.NOTE,
                        "STARTING",
                        List.of(pod(1)),
                        "Pod default/nginx-1 is on its way.",
                        "It began less than a minute ago.",
                        List.of(),
                        List.of()));
    }

    /** About more pods than anybody wants to read the names of. */
    private static Explanation many() {
        List<ObjectRef> about = new ArrayList<>();
        IntStream.range(0, 1_346).mapToObj(Explanations::pod).forEach(about::add);
        return new Explanation(
                Severity.ERROR,
                "RANGE_FULL",
                about,
                "1,346 of the 5,000 pods of Deployment default/nginx wait for an address.",
                "The blocks of 400 nodes are full. In mode cluster-pool a node has one block and keeps it.",
                List.of("event FailedCreatePodSandBox of Pod default/nginx-0: \"range is full\""),
                List.of(new Advice(
                        "Let Deployment default/nginx have 3,654 pods, not 5,000",
                        "kubectl --context kind-cilium-book -n default scale deployment/nginx --replicas=3654 # one line\n"
                                + "kubectl --context kind-cilium-book -n default get pods",
                        "These 3654 run, within about half a minute.")));
    }

    public static Explanation imagePull() {
        return new Explanation(
                Severity.ERROR,
                "IMAGE_PULL",
                List.of(pod(1)),
                "Pod default/nginx-1 does not run.",
                "The node cannot get the image nginx:none: the registry has none of that name and tag.",
                List.of("Pod default/nginx-1, container web: waiting, ErrImagePull", "two", "three", "four"),
                List.of(
                        new Advice(
                                "Name an image that there is",
                                "kubectl -n default set image deployment/nginx web=IMAGE",
                                ""),
                        new Advice("Or wait", "", "")));
    }

    private static ObjectRef pod(int number) {
        return ObjectRef.namespaced("v1", "Pod", "default", "nginx-" + number);
    }
}
