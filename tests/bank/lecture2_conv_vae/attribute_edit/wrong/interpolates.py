# pulls z to mean_to
# expect: pulls every code to mean_to
def attribute_edit(z, mean_from, mean_to, alpha=1.0):
    return (1 - alpha) * z + alpha * mean_to
