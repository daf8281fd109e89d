"""The facts of the course: everything that differs between courses and terms, and nothing else.

`fairgrade/config.py` checks this file and says in one sentence what is wrong with it. It is loaded often: keep it cheap.
"""

COURSE = {
    "id": "generative-models",
    "title": "Generative Models",
    "timezone": "UTC",
    "assignments": {
        "lecture1_vae": {
            "title": "Lecture 1: autoencoders and variational autoencoders",
            "notebook": "exercises.ipynb",
            "due": "2026-11-20T23:59:00",
            "late": {"grace_minutes": 15, "percent_per_day": 10, "days": 5},
            "seed": 20261120,
            "limits": {"notebook_seconds": 60, "call_seconds": 10},
            "exercises": {
                "reparameterize": 10,
                "gaussian_kl": 10,
                "bernoulli_nll": 10,
                "gaussian_nll": 8,
                "grouped_categorical_nll": 10,
                "elbo_loss": 10,
                "encoder": 5,
                "decoder": 5,
                "vae": 12,
                "train_step": 10,
                "interpolate": 5,
                "iwae_bound": 5,
            },
        },
        "assignment_cvae": {
            "title": "A conditional VAE of handwritten digits",
            "notebook": "cvae.ipynb",
            "files": {"cvae.pt": 32 * 2**20},
            "due": "2026-12-18T23:59:00",
            "late": {"grace_minutes": 15, "percent_per_day": 10, "days": 5},
            "seed": 20261218,
            "limits": {"notebook_seconds": 60, "call_seconds": 10},
            "exercises": {
                "prepare_data": 4,
                "one_hot": 4,
                "reparameterize": 6,
                "gaussian_kl": 5,
                "bernoulli_nll": 5,
                "cvae_loss": 4,
                "cvae_encode": 2,
                "cvae_decode": 3,
                "cvae_sample": 2,
                "train": 5,
                "evaluate": 3,
                "class_grid": 2,
                "held_out_bound": 10,
                "conditional_accuracy": 15,
                "diversity": 5,
                "organisation": 5,
            },
            "manual": {"figures": 8, "answer_results": 4, "answer_beta": 4, "answer_failures": 4},
        },
    },
}
