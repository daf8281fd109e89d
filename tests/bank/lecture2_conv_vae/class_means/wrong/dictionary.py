# a dict
# expect: got a dict
def class_means(mu, y, num_classes):
    return {k: mu[y == k].mean(0) for k in range(num_classes)}
