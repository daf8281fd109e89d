# a product with one-hot rows
def class_means(mu, y, num_classes):
    hot = one_hot(y, num_classes).to(mu.dtype)
    return hot.T @ mu / hot.sum(0)[:, None]
