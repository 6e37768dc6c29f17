/** Clusters on Amazon EKS, by eksctl and the AWS CLI. */
package dev.labctl.provider.eks;
