package dev.labctl.provider.eks;

import dev.labctl.tree.Tree;
import java.util.Map;

/**
 * Who pays: the identity behind the credentials, as {@code aws sts get-caller-identity} tells it.
 *
 * @param account twelve digits
 */
record Caller(String account, String arn) {
    static Caller of(Map<String, Object> answer) {
        return new Caller(
                Tree.text(answer, "Account").orElse(""),
                Tree.text(answer, "Arn").orElse(""));
    }

    /** The last part of the ARN, by which eksctl names contexts. */
    String user() {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }
}
